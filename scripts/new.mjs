// Starts a control: `npm run new control <section>/<id> [number]` writes its file and its situations, ready to pass the conformance test.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const SECTIONS = ['build', 'attest', 'sign', 'actions', 'next'];
const USAGE = 'usage: npm run new control <section>/<id> [number]   (section: build, attest, sign, actions, next)';

const [kind, name = '', number = '9.99'] = process.argv.slice(2);
const [section, id, ...rest] = name.split('/');
if (kind !== 'control' || !SECTIONS.includes(section) || rest.length > 0) stop(USAGE);
if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id ?? ''))
  stop(`"${id ?? ''}" is not a kebab-case name that says the good state\n${USAGE}`);
if (!/^(?:\d\.\d\d|N\.\d)$/.test(number)) stop(`"${number}" is not a number of the catalogue, as in 4.25`);

const title = id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' ');
const files = { 'control.ts.txt': `src/controls/${section}/${id}.ts`, 'cases.ts.txt': `test/controls/${id}.cases.ts` };
for (const path of Object.values(files)) if (existsSync(path)) stop(`${path} exists already`);
for (const [template, path] of Object.entries(files)) {
  const text = readFileSync(`src/controls/_template/${template}`, 'utf8');
  writeFileSync(
    path,
    text.replace(/\{\{(id|number|section|title)\}\}/g, (_, word) => ({ id, number, section, title })[word]),
  );
  console.log(`wrote ${path}`);
}
if (existsSync('scripts/generate.mjs')) spawnSync(process.execPath, ['scripts/generate.mjs'], { stdio: 'inherit' });
console.log('next: write what it detects, then npx vitest run test/controls');

function stop(message) {
  console.error(message);
  process.exit(2);
}
