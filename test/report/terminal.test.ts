import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { coloured, plain } from '../../src/report/paint.ts';
import { receiptText } from '../../src/report/receipt-text.ts';
import { checkText } from '../../src/report/terminal.ts';
import { assessed, assessment, control, EMPTY_PLAN, HOSTILE, plan, TARGET } from './sample.ts';

const LOOK = { columns: 80, paint: plain, unicode: true, most: 3, since: [] };

const findings: readonly Finding[] = Array.from({ length: 15 }, (_, index) => ({
  rule: 'unpinned',
  message: 'can be moved',
  observed: `actions/checkout@v${index}`,
  expected: 'a commit',
  location: { path: '.github/workflows/ci.yml', line: index + 1, column: 5, endLine: index + 1, endColumn: 9 },
}));

const failed = assessed({ verdict: 'fail', gap: true, message: `15 references, ${HOSTILE}`, findings });

describe('the report for a person', () => {
  test('tells each verdict by glyph and word, evidence with its place, and how much more there is', () => {
    const text = checkText(assessment([assessed(), failed]), TARGET, LOOK);
    expect(text).toContain('acme/widgets  main @ 3f2c1ab');
    expect(text).toContain('50 % of what could be judged   1 pass, 1 fail');
    expect(text).toMatch(/✔ pass +4\.01 {2}Actions are pinned\n/);
    expect(text).toMatch(/✖ fail +4\.01/);
    expect(text).toContain('.github/workflows/ci.yml:1:5  actions/checkout@v0');
    expect(text).toContain('and 12 more');
    expect(text).not.toContain('\u001B');
  });

  test('keeps the order of the guide, and its own within a section', () => {
    const mixed = [
      assessed({ control: control({ section: 'actions' }) }),
      assessed({ control: control({ section: 'build', number: '1.01' }) }),
    ];
    const text = checkText(assessment(mixed), TARGET, LOOK);
    expect(text.indexOf('Secure your build system')).toBeLessThan(text.indexOf('Harden GitHub Actions'));
  });

  test('says once how to see what was not seen', () => {
    const source = { via: 'api', at: '/x' } as const;
    const missing = (fact: 'repository' | 'tokenDefaults') =>
      ({ fact, reason: 'forbidden', unlock: 'log in', source }) as const;
    const unknown = [missing('repository'), missing('tokenDefaults')];
    const text = checkText(assessment([assessed({ verdict: 'partial', unknown })]), TARGET, LOOK);
    expect(text).toContain('not seen (repository, tokenDefaults): log in');
    expect(text).toContain('nothing could be judged');
  });

  test('tells a step that several controls miss once, at the end, and names it by its number', () => {
    const source = { via: 'api', at: '/x' } as const;
    const unknown = [{ fact: 'repository', reason: 'forbidden', unlock: 'log in', source }] as const;
    const two = [assessed({ verdict: 'partial', unknown }), assessed({ verdict: 'unknown', unknown })];
    const text = checkText(assessment(two), TARGET, LOOK);
    expect(text.match(/log in/g)).toHaveLength(1);
    expect(text.match(/ \[1\]\n/g)).toHaveLength(2);
    expect(text).toContain('What would show more\n  [1] log in');
  });

  test('what several controls in a row have to say alike is said once, below the last', () => {
    const same = { verdict: 'not-applicable', message: 'nothing is released' } as const;
    const three = [assessed(same), assessed({ ...same, control: control({ number: '4.02' }) }), assessed()];
    const text = checkText(assessment(three), TARGET, LOOK);
    expect(text).toMatch(/4\.01 .*\n.*4\.02 .*\n +nothing is released\n.* pass /);
  });

  test('a finding that says what the verdict says has only its place', () => {
    const message = 'nothing screens pull requests';
    const one = findings.slice(0, 1).map((finding) => ({ ...finding, message }));
    for (const said of [message, `${message}; 2 such places in all`]) {
      const text = checkText(
        assessment([assessed({ verdict: 'fail', gap: true, message: said, findings: one })]),
        TARGET,
        LOOK,
      );
      expect(text.match(/nothing screens pull requests/g)).toHaveLength(1);
      expect(text).toContain('.github/workflows/ci.yml:1:5');
    }
  });

  test('a waiver shows its reason, its day and its line', () => {
    const waiver = {
      slug: 'a',
      reason: 'behind a proxy',
      expires: '2999-01-01',
      file: '.github/harden-builds.yml',
      line: 4,
    };
    const text = checkText(assessment([assessed({ verdict: 'waived', waiver })]), TARGET, LOOK);
    expect(text).toContain('waived until 2999-01-01: behind a proxy (.github/harden-builds.yml:4)');
  });

  test.each([40, 60, 80, 200])('prose stays within %i columns', (columns) => {
    const long = assessed({ verdict: 'fail', gap: true, message: 'word '.repeat(60).trim() });
    const lines = checkText(assessment([long]), TARGET, { ...LOOK, columns }).split('\n');
    expect(lines.filter((line) => line.includes('word') && stringWidth(line) > Math.min(columns, 100))).toEqual([]);
  });

  test('colour adds nothing but colour, and ASCII has a sign for each verdict', () => {
    const all = assessment([assessed(), failed]);
    const painted = checkText(all, TARGET, { ...LOOK, paint: coloured });
    expect(painted.replace(/\u001B\[\d+m/g, '')).toBe(checkText(all, TARGET, LOOK));
    expect(checkText(assessment([assessed()]), TARGET, { ...LOOK, unicode: false })).toMatch(/\+ pass/);
  });
});

describe('the receipt', () => {
  const outcome = {
    kind: 'pr',
    state: 'delivered',
    branch: 'b',
    commit: 'c',
    url: 'https://github.com/acme/widgets/pull/42',
    notes: [],
    steps: [],
  } as const;
  const receipt = (of: Partial<Parameters<typeof receiptText>[0]> = {}) =>
    receiptText(
      {
        plan: plan(),
        outcome,
        controls: [control()],
        target: TARGET,
        remote: 'origin',
        left: { gaps: 7, judged: 19 },
        ...of,
      },
      { paint: plain, unicode: true },
    ).split('\n');

  test('has the link alone on its line, what remains, and what comes next', () => {
    const lines = receipt();
    expect(lines[0]).toBe('✔ 2 files proposed for acme/widgets');
    expect(lines[1]).toBe('  https://github.com/acme/widgets/pull/42');
    expect(lines).toContain('  by hand: protect the environment');
    expect(lines).toContain('    gh api --method PUT /repos/acme/widgets/x -f value=read');
    expect(lines).toContain('  left: 7 of 19 controls    next: harden-builds check');
  });

  test('says that nothing was to be done, and how to undo what was', () => {
    expect(
      receipt({ plan: EMPTY_PLAN, outcome: { ...outcome, state: 'nothing-to-do', branch: null, url: null } })[0],
    ).toBe('✔ nothing to change in acme/widgets');
    const steps = [
      { kind: 'ref', target: 'refs/heads/b', before: null, after: 'c', inverse: 'git branch -D b', state: 'done' },
    ] as const;
    const lines = receipt({ outcome: { ...outcome, kind: 'branch', url: null, steps } });
    expect(lines).toContain('  undo: git branch -D b');
    expect(lines).toContain('  publish it:  git push -u origin b');
  });
});
