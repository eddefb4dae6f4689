import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/model/change.ts';
import { type Control, defineControl, type Remedy } from '../../src/model/control.ts';
import { textAt } from '../../src/model/files.ts';
import { type Finding, wholeFile } from '../../src/model/finding.ts';
import type { Pack, Template } from '../../src/model/pack.ts';
import type { Choice } from '../../src/model/plan.ts';
import { makePlan, previewPlan } from '../../src/plan/make-plan.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';

const CI = '.github/workflows/ci.yml';
const TEXT = 'name: ci\non: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
const PACK: Pack = {
  name: 'test',
  version: '1',
  templates: [],
  partials: {},
  pins: {},
  runners: {},
  documents: [],
  layers: [],
  writtenIn: {},
  partialSources: {},
};

/** A control that wants a text to be in a file, and one remedy that plans these changes. */
function wants(
  id: string,
  number: string,
  wanted: string,
  changes: readonly Change[],
  remedy: Partial<Remedy<'texts', never>> = {},
): Control {
  return defineControl({
    id,
    number,
    section: 'actions',
    tier: 'must',
    title: id,
    why: 'because',
    trap: 'none',
    docs: ['https://docs.github.com/en'],
    rules: { gap: 'a gap' },
    needs: ['texts'],
    uses: [],
    detect: ({ texts }) =>
      (textAt(texts, CI)?.text ?? '').includes(wanted)
        ? { verdict: 'pass', message: 'there' }
        : {
            verdict: 'fail',
            message: `no ${wanted}`,
            findings: [{ rule: 'gap', message: 'gap', observed: '', expected: wanted, location: null }],
          },
    remedies: [{ id: 'do', kind: 'edit', risk: 'safe', phase: 2, title: 'do', plan: () => changes, ...remedy }],
  });
}

const edit = (key: string, value: string): Change => ({
  kind: 'edit-file',
  path: CI,
  operations: [{ op: 'add-key', route: ['jobs', 'build'], key, value, after: 'runs-on' }],
  summary: `add ${key}`,
});
const choose = (...controls: readonly Control[]): readonly Choice[] =>
  controls.map(({ id }) => ({ control: id, remedy: 'do', answers: {} }));
const plan = (controls: readonly Control[], choices = choose(...controls), files = { [CI]: TEXT }) =>
  makePlan({ snapshot: emptySnapshot(files), controls, choices, pack: PACK });

const name = wants('job-named', '4.02', 'name: Build', [edit('name', 'Build')]);
const time = wants('job-bounded', '4.01', 'timeout-minutes: 5', [
  {
    kind: 'edit-file',
    path: CI,
    operations: [{ op: 'add-key', route: ['jobs', 'build'], key: 'timeout-minutes', value: 5, after: 'runs-on' }],
    summary: 'bound the job',
  },
]);

describe('the fold', () => {
  test('plans a remedy once for the same choices, and goes on from there when more are chosen', () => {
    const planned: string[] = [];
    const counted = (control: Control): Control => ({
      ...control,
      remedies: control.remedies.map((remedy) => ({
        ...remedy,
        plan(context, answers) {
          planned.push(control.id);
          return remedy.plan(context, answers);
        },
      })),
    });
    const controls = [name, time].map(counted);
    const input = { snapshot: emptySnapshot({ [CI]: TEXT }), controls, pack: PACK };
    const first = previewPlan({ ...input, choices: choose(time) });
    const both = makePlan({ ...input, choices: choose(name, time) });
    expect(planned).toEqual(['job-bounded', 'job-named']);
    expect(makePlan({ ...input, choices: choose(name, time) }).files).toEqual(both.files);
    expect(planned).toHaveLength(2);
    expect(previewPlan({ ...input, choices: choose(name) }).files).not.toEqual(first.files);
    const other = makePlan({ ...input, choices: choose(name).map((each) => ({ ...each, answers: { a: 'b' } })) });
    expect(planned).toEqual(['job-bounded', 'job-named', 'job-named', 'job-named']);
    expect(other.files.map(({ after }) => after)).toEqual([TEXT.replace(/(ubuntu-latest\n)/, '$1    name: Build\n')]);
  });

  test('edits add up, and each hunk knows who caused it', () => {
    const { files, conflicts, cures } = plan([name, time]);
    expect(conflicts).toEqual([]);
    expect(cures).toEqual(['job-named', 'job-bounded']);
    expect(files[0]?.after).toBe(
      TEXT.replace('ubuntu-latest\n', 'ubuntu-latest\n    name: Build\n    timeout-minutes: 5\n'),
    );
    expect(files[0]?.hunks.flatMap((hunk) => hunk.controls).toSorted()).toEqual(['job-bounded', 'job-named']);
  });

  test('the order of choosing never changes the bytes', () => {
    const all = [name, time, wants('env', '4.03', 'environment: x', [edit('environment', 'x')])];
    const expected = plan(all).files;
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (order) => {
        expect(plan(all, choose(...order)).files).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  test('a second plan on the result is empty', () => {
    const [file] = plan([name, time]).files;
    const again = plan([name, time], choose(name, time), { [CI]: file?.after ?? '' });
    expect(again.files).toEqual([]);
    expect(again.conflicts).toEqual([]);
  });

  test('a control that an earlier remedy cured plans nothing', () => {
    const twin = wants('twin', '4.09', 'name: Build', [edit('name', 'Other')]);
    const { files, conflicts } = plan([name, twin]);
    expect(files[0]?.after).toContain('name: Build');
    expect(files[0]?.controls).toEqual(['job-named']);
    expect(conflicts).toEqual([]);
  });
});

describe('what cannot be done is named', () => {
  test('an edit that does not fit', () => {
    const other = wants('misfit', '4.05', 'never', [
      {
        kind: 'edit-file',
        path: CI,
        operations: [{ op: 'set-scalar', route: ['jobs', 'build', 'runs-on'], was: 'windows', now: 'never' }],
        summary: 'move',
      },
    ]);
    const { files, conflicts } = plan([other, name]);
    expect(conflicts[0]).toMatchObject({ controls: ['misfit'], path: CI });
    expect(files.map((file) => file.controls)).toEqual([['job-named']]);
  });

  test('a remedy that does not cure', () => {
    const vain = wants('vain', '4.05', 'never', [edit('name', 'Something')]);
    expect(plan([vain]).conflicts.map(({ message }) => message)).toEqual([
      'vain is not satisfied by this plan: no never',
    ]);
  });

  test('a control that would get worse', () => {
    const quiet = wants('unnamed', '4.06', 'x', []);
    const fragile: Control = {
      ...quiet,
      id: 'fragile',
      detect: (known) => {
        const text = textAt(known.texts, CI)?.text ?? '';
        return text.includes('name: Build')
          ? { verdict: 'fail', message: 'named', findings: [] }
          : { verdict: 'pass', message: '' };
      },
    };
    const { conflicts } = plan([name, fragile], choose(name));
    expect(conflicts.map(({ message }) => message)).toEqual(['fragile would get worse: named']);
  });

  describe('a finding in a file from a template', () => {
    const path = '.github/workflows/new.yml';
    const template: Template = {
      id: 'new',
      kind: 'workflow',
      source: 'new.hbs',
      output: path,
      title: 'new',
      serves: [],
      when: [],
      inputs: {},
      accept: [{ control: 'strict', rule: 'left-to-you', reason: 'somebody has to decide it' }],
      text: TEXT,
    };
    const creates = wants('creates', '4.05', 'x', [
      { kind: 'create-file', path, template: 'new', inputs: {}, summary: 'write it' },
    ]);
    const at = (rule: string, where: string) => ({
      rule,
      message: rule,
      observed: 'this',
      expected: 'that',
      location: wholeFile(where),
    });
    /** Passes until the new file is there, then reports these. */
    const conflictsOf = (...findings: readonly Finding[]): readonly string[] => {
      const strict: Control = {
        ...wants('strict', '4.07', 'x', []),
        detect: ({ texts }) =>
          textAt(texts, path) === null
            ? { verdict: 'pass', message: '' }
            : { verdict: 'partial', message: 'now this', findings },
      };
      return makePlan({
        snapshot: emptySnapshot({ [CI]: TEXT }),
        controls: [creates, strict],
        choices: choose(creates),
        pack: { ...PACK, templates: [template] },
      })
        .conflicts.filter(({ controls }) => controls.includes('strict'))
        .map(({ message }) => message);
    };

    test('is no conflict when the template accepts it', () => {
      expect(conflictsOf(at('left-to-you', path))).toEqual([]);
    });

    test.each([
      ['of another rule', [at('left-to-you', path), at('other', path)]],
      ['in another file', [at('left-to-you', path), at('left-to-you', CI)]],
      ['that is nowhere', [at('left-to-you', path), { ...at('left-to-you', path), location: null }]],
    ])('is one beside a gap %s', (_name, findings) => {
      expect(conflictsOf(...findings)).toEqual(['strict would get worse: now this']);
    });
  });

  test('a finding in the lines of an edit is no conflict when its remedy accepts it, and one elsewhere is', () => {
    const accept = [{ control: 'strict', rule: 'left-to-you', reason: 'somebody has to decide it' }];
    const strictAt = (line: number): Control => ({
      ...wants('strict', '4.07', 'x', []),
      detect: ({ texts }) => {
        const location = { path: CI, line, column: 1, endLine: line, endColumn: 2 };
        const finding = { rule: 'left-to-you', message: 'it', observed: 'this', expected: 'that', location };
        return textAt(texts, CI)?.text === TEXT
          ? { verdict: 'pass', message: '' }
          : { verdict: 'partial', message: 'now this', findings: [finding] };
      },
    });
    const conflictsOf = (line: number, more: Partial<Remedy<'texts', never>>): readonly string[] => {
      const edits = wants('edits', '4.01', 'name: Build', [edit('name', 'Build')], more);
      return plan([edits, strictAt(line)], choose(edits)).conflicts.map(({ message }) => message);
    };
    expect(conflictsOf(6, { accept })).toEqual([]);
    expect(conflictsOf(6, {})).toEqual(['strict would get worse: now this']);
    expect(conflictsOf(2, { accept })).toEqual(['strict would get worse: now this']);
  });

  test('a file that GitHub would refuse is left as it is', () => {
    const broken = wants('broken', '4.05', 'no-such-key', [edit('no-such-key', 'x')]);
    const { files, conflicts } = plan([broken]);
    expect(files).toEqual([]);
    expect(conflicts[0]?.message).toMatch(/GitHub would refuse it/);
  });

  test('a file that exists is not created over', () => {
    const over = wants('over', '4.05', 'never', [
      { kind: 'create-file', path: CI, template: 'none', inputs: {}, summary: 'new' },
    ]);
    expect(plan([over]).conflicts[0]?.message).toBe(`${CI} exists already and is not overwritten`);
  });

  test.each(['../outside.yml', '/etc/passwd', 'src/index.js', '.github/../x.yml'])('a file at %s', (path) => {
    const out = wants('out', '4.05', 'never', [
      { kind: 'create-file', path, template: 'none', inputs: {}, summary: 'new' },
    ]);
    const { files, conflicts } = plan([out]);
    expect(files).toEqual([]);
    expect(conflicts[0]?.message).toMatch(/is outside|leaves the repository|not a path inside/);
  });

  test('a remedy that is not there', () => {
    const { conflicts } = plan([name], [{ control: 'job-named', remedy: 'other', answers: {} }]);
    expect(conflicts[0]?.message).toBe('job-named has no remedy "other"');
  });
});

describe('beside the files', () => {
  const setting: Change = {
    kind: 'setting',
    summary: 'read only',
    request: { method: 'PUT', path: '/repos/octo/app/x', body: {} },
    inverse: null,
    before: 'write',
    after: 'read',
    when: 'now',
    why: 'because',
  };

  test('advice is told and not done', () => {
    const advised = wants('advised', '4.07', 'never', [setting, edit('name', 'Advice')]);
    const result = makePlan({
      snapshot: emptySnapshot({ [CI]: TEXT }),
      controls: [advised],
      choices: [],
      advisory: choose(advised),
      pack: PACK,
    });
    expect(result.files).toEqual([]);
    expect(result.settings).toMatchObject([{ control: 'advised', after: 'read' }]);
  });

  test('a step by hand that two controls ask for is listed once, and is no conflict of either', () => {
    const step: Change = {
      kind: 'manual',
      summary: 'do it',
      why: 'because',
      lines: ['so'],
      url: 'https://docs.github.com/en',
    };
    const one = wants('one', '4.05', 'never', [step]);
    const two = wants('two', '4.06', 'never', [step]);
    const result = plan([one, two]);
    expect(result.steps).toHaveLength(1);
    expect(result.conflicts).toEqual([]);
  });

  test('unattended, only the places the contract names are written', () => {
    const outside = wants('outside', '4.08', 'never', [
      { kind: 'edit-file', path: 'package.json', operations: [{ op: 'append-lines', lines: ['x'] }], summary: 'x' },
    ]);
    const files = { [CI]: TEXT, 'package.json': '{}\n' };
    const input = { snapshot: emptySnapshot(files), controls: [outside], choices: choose(outside), pack: PACK };
    expect(makePlan(input).files.map(({ path }) => path)).toEqual(['package.json']);
    const confined = makePlan({ ...input, confined: true });
    expect(confined.files).toEqual([]);
    expect(confined.leftOut[0]).toMatchObject({ control: 'outside' });
  });

  test('a waiver becomes a visible change of the policy file', () => {
    const waiver = { control: 'job-named', reason: 'named by the caller', expires: '2027-01-31' };
    const base = { snapshot: emptySnapshot({ [CI]: TEXT }), controls: [name], choices: [], pack: PACK };
    const [file] = makePlan({ ...base, waivers: [waiver] }).files;
    expect(file).toMatchObject({ path: '.github/harden-builds.yml', before: null, controls: ['job-named'] });
    expect(file?.after).toContain('reason: named by the caller');
    const existing = { [CI]: TEXT, '.github/harden-builds.yml': `# ours\n${file?.after}` };
    const second = { ...waiver, control: 'job-bounded' };
    const [again] = makePlan({ ...base, snapshot: emptySnapshot(existing), waivers: [second] }).files;
    expect(again?.after.startsWith(`# ours\n${file?.after.trimEnd()}`)).toBe(true);
    expect(again?.after).toContain('job-bounded:');
  });
});
