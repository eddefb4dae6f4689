// Every template with every value and every pair of choices, read by the linters that are installed:
//   node scripts/compare/templates.mjs [TEMPLATE…]
// shellcheck and actionlint (through actionlint), zizmor --persona pedantic, offline. What they say and we leave as it is stands in
// templates-explained.yml with the reason; an explanation that nothing needs any more is told as well. Ends with 1 when something is open.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname ?? '.', '../..');
const bundle = join(root, 'node_modules/.cache/harden-builds/templates.mjs');
await build({
  stdin: {
    resolveDir: root,
    contents: `export { builtInPack } from './src/cli/built-in-pack.ts';
export { offlinePins } from './src/adapters/offline-pins.ts';
export { trialsOf } from './src/templating/trial-inputs.ts';
export { renderTemplate } from './src/templating/render-template.ts';`,
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: bundle,
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  logLevel: 'error',
});
const { builtInPack, offlinePins, trialsOf, renderTemplate } = await import(pathToFileURL(bundle).href);

const wanted = process.argv.slice(2);
const pack = builtInPack();
const given = { pins: offlinePins(), views: {}, seed: 'octo/app' };
const folder = mkdtempSync(join(tmpdir(), 'templates-'));
const workflows = join(folder, '.github/workflows');
mkdirSync(workflows, { recursive: true });

const texts = new Map();
for (const template of pack.templates.filter(
  ({ id, kind }) => kind === 'workflow' && (wanted.length === 0 || wanted.includes(id)),
)) {
  for (const { chosen, filled } of trialsOf(template, given.views, 'pairs')) {
    const plain = renderTemplate(pack, template.id, chosen, given);
    const rendered = plain.ok ? plain : renderTemplate(pack, template.id, { ...filled, ...chosen }, given);
    if (!rendered.ok) continue;
    const body = rendered.text.split('\n').slice(1).join('\n');
    if (!texts.has(body)) texts.set(body, `${template.id}--${texts.size}.yml`);
  }
}
for (const [body, name] of texts) writeFileSync(join(workflows, name), body);
const files = [...texts.values()].map((name) => join(workflows, name));

const run = (program, ...args) => spawnSync(program, args, { encoding: 'utf8', cwd: folder, maxBuffer: 1 << 28 });
const found = [];
const idOf = (path) => basename(path).split('--')[0];
const isThere = (program) => run(program, '--version').status === 0;
const tools = ['actionlint', 'shellcheck', 'zizmor'].filter(isThere);

if (tools.includes('actionlint')) {
  const { stdout } = run('actionlint', '-no-color', '-format', '{{json .}}', ...files);
  for (const { filepath, kind, message, line } of JSON.parse(stdout || '[]') ?? []) {
    const rule = /\b(SC\d+)\b/.exec(message)?.[1] ?? kind;
    found.push({
      tool: kind === 'shellcheck' ? 'shellcheck' : 'actionlint',
      rule,
      template: idOf(filepath),
      where: `${basename(filepath)}:${line}`,
      message,
    });
  }
}
if (tools.includes('zizmor')) {
  const { stdout, stderr } = run(
    'zizmor',
    '--offline',
    '--no-config',
    '--persona',
    'pedantic',
    '--format',
    'json',
    ...files,
  );
  if (stdout.trim() === '') throw new Error(stderr);
  for (const { ident, desc, locations } of JSON.parse(stdout)) {
    const { symbolic, concrete } = locations.find((each) => each.symbolic.kind === 'Primary') ?? locations[0];
    const path = symbolic.key.Local?.given_path ?? symbolic.key.Local?.verbatim_path ?? JSON.stringify(symbolic.key);
    found.push({
      tool: 'zizmor',
      rule: ident,
      template: idOf(path),
      where: `${basename(path)}:${concrete.location.start_point.row + 1}`,
      message: desc,
    });
  }
}

const explained = parse(readFileSync(join(root, 'scripts/compare/templates-explained.yml'), 'utf8')) ?? [];
const explains = (entry, each) =>
  entry.tool === each.tool &&
  entry.rule === each.rule &&
  (entry.templates === undefined || entry.templates.includes(each.template)) &&
  (entry.text === undefined || each.message.includes(entry.text));
const open = new Map();
for (const each of found.filter((one) => !explained.some((entry) => explains(entry, one)))) {
  const key = `${each.tool} ${each.rule} ${each.template}`;
  if (!open.has(key)) open.set(key, each);
}
console.log(
  `${files.length} different workflows of ${new Set(files.map(idOf)).size} templates, read by ${tools.join(', ') || 'nothing that is installed'}`,
);
console.log(
  `${found.length} findings, ${found.length - found.filter((one) => !explained.some((entry) => explains(entry, one))).length} explained`,
);
for (const [key, { where, message }] of open) console.log(`open: ${key} (${where}): ${message.split('\n')[0]}`);
if (wanted.length === 0)
  for (const entry of explained.filter((one) => tools.includes(one.tool) && !found.some((each) => explains(one, each))))
    console.log(`no longer needed: ${entry.tool} ${entry.rule}`);
rmSync(folder, { recursive: true, force: true });
process.exitCode = open.size > 0 ? 1 : 0;
