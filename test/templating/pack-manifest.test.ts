import { describe, expect, test } from 'vitest';
import { parsePack, pinsWantedBy } from '../../src/templating/pack-manifest.ts';
import { builtInFiles, packOf, packWith, problemsOf } from './packs.ts';

const HEAD = 'schema: 1\nname: mine\nversion: 1.0.0\n';
const parse = (manifest: string, files: Readonly<Record<string, string>> = { 'it.hbs': 'a: 1\n' }) =>
  parsePack({ 'pack.yml': manifest, ...files });
const template = (more: string): string =>
  `${HEAD}templates:\n  - { id: it, kind: file, source: it.hbs, output: .github/it.yml, title: It${more} }\n`;

describe('a manifest', () => {
  test('that is whole is read', () => {
    expect(packOf(parse(`${template('')}pins: { Actions/Checkout: v6 }\n`))).toMatchObject({
      name: 'mine',
      version: '1.0.0',
      pins: { 'actions/checkout': 'v6' },
      templates: [{ id: 'it', output: '.github/it.yml', serves: [], text: 'a: 1\n' }],
    });
  });

  test.each([
    ['schema: 2\nname: mine\nversion: 1.0.0\n', 'schema must be 1, not 2'],
    ['schema: 1\nname: My Pack\nversion: 1.0.0\n', 'name does not have the right form'],
    ['schema: 1\nname: mine\nversion: one\n', 'version does not have the right form'],
    [`${HEAD}extend: other\n`, '"extend" is not known here'],
    [`${HEAD}extends: 1\n`, 'extends must be a text'],
    [`${HEAD}documents: [1]\n`, 'documents must be a list of texts'],
    [`${HEAD}templates: [1]\n`, 'templates[0] must be a mapping with an id'],
    [
      template(', inputs: { a: { type: string, question: q, help: h, required: 0 } }'),
      'required must be true or false',
    ],
    [template(', inputs: { a: text }'), 'inputs.a: must be a mapping'],
    [template(', accept: [all]'), 'accept[0]: must be a mapping'],
    [template('').replace('id: it', 'id: super'), 'nothing is called super'],
    [`${HEAD}documents: [../x.md]\n`, 'is not the plain path of a markdown file'],
    [`${HEAD}runners: [a]\n`, 'runners must be a mapping of texts'],
    ['- a\n', 'must be a mapping'],
    ['a: [\n', 'pack.yml:2: is not valid YAML: Flow sequence'],
    ['', 'pack.yml: is empty; it begins with schema: 1'],
    [template(', when: [on-tuesdays]'), 'when: "on-tuesdays" is not one of'],
    [template(', surprise: 1'), '"surprise" is not known here'],
    [template(', inputs: { A: { type: string, question: q, help: h } }'), 'a name is in kebab-case'],
    [template(', inputs: { a: { type: colour, question: q, help: h } }'), 'type must be one of'],
    [template(', inputs: { a: { type: string, help: h } }'), 'question must be a text'],
    [template(', inputs: { a: { type: choice, question: q, help: h } }'), 'choices go with the type choice'],
    [template(', inputs: { a: { type: string, question: q, help: h, pattern: "(" } }'), 'not a regular expression'],
    [
      template(', inputs: { a: { type: string, question: q, help: h, pattern: "[a-z]", default: "1" } }'),
      'default: "a" does not have the form',
    ],
    [template(', accept: [{ control: a }]'), 'accept[0]: rule must be a text'],
  ])('%j is refused with its reason', (manifest, problem) => {
    expect(problemsOf(parse(manifest)).join('\n')).toContain(problem);
  });

  test('must be there, and its files too', () => {
    expect(problemsOf(parsePack({}))).toEqual(['pack.yml: the pack has no manifest']);
    expect(problemsOf(parse(template(''), {}))).toEqual(['pack.yml:5: it: the file "it.hbs" is not in the pack']);
    expect(problemsOf(parse(template('').replace('it.hbs', '../it.hbs')))[0]).toContain(
      'source does not have the right form',
    );
  });

  test('may use an id once', () => {
    const twice = template('').replace(/( {2}- \{.*\}\n)/u, '$1$1');
    expect(problemsOf(parse(twice))).toEqual(['pack.yml:6: the id "it" is used twice']);
  });

  test('says every fault at once', () => {
    expect(problemsOf(parse('schema: 3\nname: "!"\nversion: x\n'))).toHaveLength(3);
  });
});

describe('the pins a pack wants', () => {
  test('are its actions at their latest, each repository once', () => {
    const text =
      '- uses: {{uses "github/codeql-action/init"}}\n- uses: {{uses "GitHub/codeql-action/analyze"}}\n{{> p}}\n';
    const pack = packOf(packWith({ text }, { p: '- uses: {{uses "actions/checkout"}}\n' }));
    expect(pinsWantedBy(pack)).toEqual(['actions/checkout@latest', 'github/codeql-action@latest']);
    expect(pinsWantedBy({ ...pack, pins: { 'actions/checkout': 'v6' } })[0]).toBe('actions/checkout@v6');
  });

  test('of the built-in pack are all in the embedded catalogue', async () => {
    const { offlinePins } = await import('../../src/adapters/offline-pins.ts');
    const { pins } = offlinePins();
    expect(pinsWantedBy(packOf(parsePack(builtInFiles()))).filter((key) => pins[key] === undefined)).toEqual([]);
  });
});
