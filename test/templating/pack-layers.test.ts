import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type PackLayer, parseLayers } from '../../src/templating/pack-manifest.ts';
import { renderTemplate } from '../../src/templating/render-template.ts';
import { bodyOf, builtInFiles, input, PINS, packOf, problemsOf } from './packs.ts';

const layer = (
  name: string,
  manifest: object,
  files: Readonly<Record<string, string>> = {},
  resolved: string | null = null,
): PackLayer => ({
  source: name,
  resolved,
  files: { 'pack.yml': stringify({ schema: 1, name, version: '1.0.0', ...manifest }), ...files },
});

const part = (id: string) => ({ id, kind: 'partial', source: `${id}.hbs`, title: id });
const it = { id: 'it', kind: 'file', source: 'it.hbs', output: '.github/it.yml', title: 'It', serves: ['a-control'] };
const BASE = layer(
  'base',
  {
    runners: { linux: 'ubuntu-24.04', windows: 'windows-2025' },
    pins: { 'actions/checkout': 'v5' },
    documents: ['VERIFYING.md'],
    templates: [part('head'), { ...it, inputs: { name: input('string', { default: 'Ada' }) } }],
  },
  { 'it.hbs': '{{> head}}\nname: {{yaml name}}\n', 'head.hbs': 'head: base\n' },
);
const rendered = (...layers: readonly PackLayer[]) =>
  renderTemplate(packOf(parseLayers(layers)), 'it', {}, { pins: PINS, views: {}, seed: 'octo/app' });
const first = (...layers: readonly PackLayer[]): string => {
  const outcome = rendered(...layers);
  return outcome.ok ? (outcome.text.split('\n')[0] ?? '') : outcome.problems.join('\n');
};

describe('a pack on top of another', () => {
  test('takes what it does not say from below, and the marker stays the one below', () => {
    const top = layer('top', { extends: 'base' });
    expect(bodyOf(rendered(top, BASE))).toBe('head: base\nname: Ada\n');
    expect(first(top, BASE)).toMatch(/^# harden-builds template: base\/it 1\.0\.0 [0-9a-f]{8}$/u);
  });

  test('replaces a template by its id and keeps what its entry leaves out', () => {
    const top = layer(
      'top',
      { templates: [{ id: 'it', source: 'mine.hbs' }] },
      { 'mine.hbs': 'mine: {{yaml name}}\n' },
    );
    expect(bodyOf(rendered(top, BASE))).toBe('mine: Ada\n');
    expect(packOf(parseLayers([top, BASE])).templates).toMatchObject([
      { id: 'it', title: 'It', output: '.github/it.yml', serves: ['a-control'], source: 'top/mine.hbs' },
    ]);
    expect(first(top, BASE)).toContain('top/it 1.0.0');
  });

  test('replaces a partial of templates that it does not touch, and is named by the marker', () => {
    const top = layer('top', { templates: [part('head')] }, { 'head.hbs': 'head: top\n' });
    expect(bodyOf(rendered(top, BASE))).toBe('head: top\nname: Ada\n');
    expect(first(top, BASE)).toContain('top/it 1.0.0');
  });

  test('reuses the text below with {{> super}}, in templates and partials, through several packs', () => {
    const middle = layer(
      'middle',
      { templates: [{ id: 'head', source: 'h.hbs' }] },
      { 'h.hbs': '{{> super}}\nmiddle: 1\n' },
    );
    const top = layer(
      'top',
      {
        templates: [
          { id: 'head', source: 'h.hbs' },
          { id: 'it', source: 'i.hbs' },
        ],
      },
      { 'h.hbs': 'top: 1\n{{> super}}\n', 'i.hbs': '{{> super }}\nlast: {{yaml name}}\n' },
    );
    expect(bodyOf(rendered(top, middle, BASE))).toBe('top: 1\nhead: base\nmiddle: 1\nname: Ada\nlast: Ada\n');
  });

  test('changes one input, adds one and removes one', () => {
    const two = layer(
      'base',
      {
        templates: [
          { ...it, inputs: { name: input('string', { default: 'Ada' }), old: input('string', { default: 'x' }) } },
        ],
      },
      { 'it.hbs': 'a: {{yaml name}}{{yaml old}}\n' },
    );
    const inputs = { name: input('string', { default: 'Bob' }), old: null, more: input('string', { default: 'y' }) };
    const top = layer(
      'top',
      { templates: [{ id: 'it', source: 'i.hbs', inputs }] },
      { 'i.hbs': '{{yaml name}}: {{yaml more}}\n' },
    );
    expect(bodyOf(rendered(top, two))).toBe('Bob: "y"\n');
  });

  test('merges runners and pins by name, and adds documents', () => {
    const top = layer('top', {
      runners: { linux: 'ubuntu-26.04' },
      pins: { 'Actions/Checkout': 'v6' },
      documents: ['OWN.md'],
    });
    expect(packOf(parseLayers([top, BASE]))).toMatchObject({
      name: 'top',
      runners: { linux: 'ubuntu-26.04', windows: 'windows-2025' },
      pins: { 'actions/checkout': 'v6' },
      documents: ['VERIFYING.md', 'OWN.md'],
      layers: [{ name: 'top' }, { name: 'base' }],
    });
  });

  test.each([
    ['0123456789abcdef0123456789abcdef01234567', '1.0.0+0123456789ab'],
    ['sha512-Ab/d+fghijklmnop', '1.0.0+Ab-d-fghijkl'],
    ['sha256-0123456789abcdef', '1.0.0'],
  ])('that was read at %s has the version %s in the marker', (resolved, version) => {
    const top = layer(
      'top',
      { templates: [{ id: 'it', source: 'i.hbs', inputs: { name: null } }] },
      { 'i.hbs': 'a: 1\n' },
      resolved,
    );
    expect(first(top, BASE)).toContain(` top/it ${version} `);
  });
});

describe('a pack on top of another is refused', () => {
  const refusal = (...layers: readonly PackLayer[]) => problemsOf(parseLayers(layers)).join('\n');

  test('for {{> super}} with nothing below', () => {
    expect(refusal(layer('top', { templates: [it] }, { 'it.hbs': '\n{{> super}}\n' }))).toBe(
      'it.hbs:2: there is no text below that super could mean',
    );
  });

  test('with the name of the pack below', () => {
    expect(refusal(layer('base', {}), BASE)).toContain('the pack below is called "base" as well');
  });

  test('for another kind, and says which pack and line a fault is in', () => {
    const top = layer('top', { templates: [{ ...it, kind: 'document' }] }, { 'it.hbs': 'a: 1\nb: {{nothing}}\n' });
    const said = refusal(top, BASE);
    expect(said).toContain('it: kind is file in the pack below, and stays so');
    expect(said).toContain('top/it.hbs:2: "nothing" is not an input of it');
  });

  test('at the line of the pack that says it, not of the one below', () => {
    const top = layer(
      'top',
      {},
      {
        'pack.yml':
          'schema: 1\nname: top\nversion: 1.0.0\nextends: base\ntemplates:\n  - id: it\n    title: Mine\n    inputs:\n      name: 3\n',
      },
    );
    expect(refusal(top, BASE).split('\n')[0]).toBe('top/pack.yml:9: it: inputs.name: must be a mapping');
  });

  test('for documents that are no documents', () => {
    expect(refusal(layer('top', { documents: ['../x.md'] }), BASE)).toMatch(
      /^top: pack\.yml:\d+: documents: "\.\.\/x\.md"/u,
    );
  });
});

test('one that only extends the built-in pack renders the same bytes', () => {
  const alone = packOf(parseLayers([{ source: 'built-in', resolved: null, files: builtInFiles() }]));
  const on = packOf(parseLayers([layer('top', {}), { source: 'built-in', resolved: null, files: builtInFiles() }]));
  const given = { pins: PINS, views: {}, seed: 'octo/app' };
  const owners = { owners: ['@octo/build'] };
  expect(renderTemplate(on, 'codeowners', owners, given)).toEqual(renderTemplate(alone, 'codeowners', owners, given));
});

describe('a template without an end', () => {
  const list = { list: input('list', { default: Array.from({ length: 60 }, (_, index) => `v${index}`) }) };
  const pack = (text: string, partials: Readonly<Record<string, string>> = {}) =>
    layer(
      'top',
      { templates: [...Object.keys(partials).map(part), { ...it, inputs: list }] },
      { 'it.hbs': text, ...Object.fromEntries(Object.entries(partials).map(([id, text]) => [`${id}.hbs`, text])) },
    );
  const each = (inner: string, depth: number): string =>
    depth === 0 ? inner : `{{#each @root.list}}${each(inner, depth - 1)}{{/each}}`;

  test('is stopped when its loops are in each other', () => {
    expect(first(pack(`a: 1\n${each('', 3)}`))).toBe(
      'it.hbs:2: cannot be read: its loops go round more than 10000 times',
    );
  });

  test('is stopped when it writes too much', () => {
    expect(first(pack(each('x'.repeat(10_000), 1)))).toMatch(
      /^it\.hbs:1: .*it would write more than 524288 characters$/u,
    );
  });

  test('is refused when partials double at every level', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => [`p${level}`, level === 11 ? 'x' : `{{> p${level + 1}}}{{> p${level + 1}}}`] as const,
    );
    expect(
      problemsOf(parseLayers([pack(`{{> p0}}{{#each list}}{{/each}}`, Object.fromEntries(levels))])),
    ).toContainEqual(expect.stringContaining('more than 500 partials are included in each other'));
  });
});
