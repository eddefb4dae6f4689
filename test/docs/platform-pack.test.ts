import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { offlinePins } from '../../src/adapters/offline-pins.ts';
import { builtInPack } from '../../src/cli/built-in-pack.ts';
import { loadPack } from '../../src/cli/load-pack.ts';
import { tryPack } from '../../src/cli/pack-floor.ts';
import { renderTemplate } from '../../src/templating/render-template.ts';

const FOLDER = 'examples/platform-pack';
const pack = await loadPack(FOLDER, { kind: 'disk', folder: process.cwd() }, null);
const rendered = (id: string): string => {
  const result = renderTemplate(pack, id, {}, { pins: offlinePins(), views: {}, seed: 'acme/widgets' });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.text;
};

test('the example has no fault', () => {
  const { faults, templates } = tryPack(pack, offlinePins(), 'values');
  expect(faults.map(({ text }) => text)).toEqual([]);
  expect(templates).toBeGreaterThan(3);
  // The rest is that of the program.
  expect(pack.templates.length).toBe(builtInPack().templates.length + 2);
});

test('the example changes what its README says', () => {
  expect(rendered('codeowners')).toContain(
    '/Makefile @acme/build-platform\n/.github/workflows/ @acme/build-platform\n',
  );
  expect(rendered('ci-node')).toContain('- name: Take packages from the mirror of Acme\n');
  expect(rendered('ci-node')).toMatch(/uses: actions\/checkout@[0-9a-f]{40} # v6\./u);
  expect(rendered('ci-make')).toContain('run: make verify\n');
  expect(rendered('releasing')).toContain('Announce it in #releases');
});

test('the README names every text of the example', () => {
  const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  const linked = [...readme.matchAll(/\]\(([\w/-]+\.(?:hbs|yml))\)/gu)].map(([, path = '']) => path);
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  expect(linked.filter((path) => existsSync(join(FOLDER, path))).sort()).toEqual(
    files.filter((path) => /\.(?:hbs|yml)$/u.test(path)).sort(),
  );
});
