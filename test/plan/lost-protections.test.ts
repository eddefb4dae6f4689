import { describe, expect, test } from 'vitest';
import { offlinePins } from '../../src/adapters/offline-pins.ts';
import { builtInPack } from '../../src/cli/built-in-pack.ts';
import { LOST_RULES, lostProtections } from '../../src/plan/lost-protections.ts';
import { renderTemplate } from '../../src/templating/render-template.ts';
import { trialsOf } from '../../src/templating/trial-inputs.ts';

const FACTS = { repository: 'octo/app', 'package-name': 'app', 'repository-name': 'app' };
const rendered = (id: string): string => {
  const outcome = renderTemplate(builtInPack(), id, {}, { pins: offlinePins(), views: FACTS, seed: 'octo/app' });
  if (!outcome.ok) throw new Error(outcome.problems.join('\n'));
  return outcome.text;
};
const GEM = rendered('release-gem');
const CI = rendered('ci-go');
const GUARD = "    if: github.repository == 'octo/app'\n";

const lost = (text: string, change: (text: string) => string): readonly string[] => {
  const changed = change(text);
  expect(changed).not.toBe(text);
  return lostProtections(text, changed).map(({ rule }) => rule);
};
const put = (before: string | RegExp, after: string) => (text: string) => text.replace(before, after);
const inJob = (id: string, before: string | RegExp, after: string) => (text: string) => {
  const at = text.indexOf(`\n  ${id}:\n`);
  return text.slice(0, at) + text.slice(at).replace(before, after);
};

describe('a release in the place of the program’s own loses', () => {
  test.each<readonly [string, string, (text: string) => string]>([
    ['the tag as its only start', 'trigger-added', put('  push:\n', '  pull_request:\n  push:\n')],
    ['the tag as the only push', 'trigger-added', put('tags: ["v*"]', 'branches: [main]')],
    ['a start that is a tag, to one by hand', 'trigger-added', put('  push:\n', '  workflow_dispatch:\n  push:\n')],
    ['the permissions at its top', 'permissions-lost', put('permissions: {}\n', '')],
    ['the guard against forks', 'condition-lost', inJob('publish', GUARD, '')],
    ['the guard, by an alternative', 'condition-lost', inJob('publish', GUARD, GUARD.replace('\n', ' || true\n'))],
    ['that a failure stops it', 'condition-lost', inJob('publish', GUARD, GUARD.replace('\n', ' && always()\n'))],
    ['the order of its jobs', 'order-lost', inJob('attest', / {4}needs: .*\n/, '')],
    ['the environment', 'environment-lost', inJob('publish', / {4}environment: .*\n/, '')],
    ['a failing job', 'failure-ignored', inJob('verify', '    runs-on:', '    continue-on-error: true\n    runs-on:')],
    [
      'a failing step',
      'failure-ignored',
      inJob('verify', '        run: |', '        continue-on-error: true\n        run: |'),
    ],
    ['its end', 'run-cut-off', put('cancel-in-progress: false', 'cancel-in-progress: true')],
    ['a checksum', 'check-lost', put('sha256sum --check', 'cat')],
    ['a signer', 'check-lost', put(/--signer-workflow "[^"]*"/, '')],
    ['the failure of a command', 'check-lost', put('sha256sum --check --strict SHA256SUMS', '$& || true')],
    ['an attestation', 'check-lost', put(/uses: actions\/attest@/, 'uses: acme/attest@')],
    ['a switch', 'switch-lost', put('persist-credentials: false', 'persist-credentials: true')],
  ])('%s', (_, rule, change) => expect(lost(GEM, change)).toEqual([rule]));

  test('a job, and the checks in it', () => {
    const rules = lost(GEM, (text) => text.slice(0, text.indexOf('\n  verify:\n') + 1));
    expect(rules).toContain('job-lost');
    expect(rules).toContain('check-lost');
    expect(rules.filter((rule) => !LOST_RULES.some((known) => known === rule))).toEqual([]);
  });

  test('nothing by what is added', () => {
    const more =
      '  tell:\n    needs: verify\n    runs-on: ubuntu-24.04\n    permissions: {}\n    steps:\n      - run: echo done\n';
    expect(lost(GEM, (text) => `${text}${more}`)).toEqual([]);
    expect(lost(GEM, inJob('publish', 'needs: [build, attest]', 'needs: attest'))).toEqual([]);
  });

  test('nothing where a pin, a name or a comment differs', () => {
    expect(lost(GEM, put(/@[0-9a-f]{40} # v[\d.]+/g, `@${'1'.repeat(40)} # v9.0.0`))).toEqual([]);
  });
});

test('a switch of one step is none of another step with the same action', () => {
  const text = `${CI}      - uses: actions/checkout@${'1'.repeat(40)} # v7.0.1\n`;
  expect(lostProtections(text, text)).toEqual([]);
  expect(lost(text, put('persist-credentials: false', 'fetch-depth: 0'))).toEqual(['switch-lost']);
});

test('a build without rights may be cut to size, but for its switches', () => {
  expect(lost(CI, put('\n  build:\n', '\n  all:\n'))).toEqual([]);
  expect(lost(CI, put('  push:\n', '  issues:\n  push:\n'))).toEqual([]);
  expect(lost(CI, put('persist-credentials: false', 'fetch-depth: 0'))).toEqual(['switch-lost']);
});

test('the place is that of the job in the new text', () => {
  const changed = inJob('publish', GUARD, '')(GEM);
  const line = changed.split('\n').indexOf('  publish:') + 1;
  expect(lostProtections(GEM, changed)).toEqual([
    {
      control: 'floor',
      rule: 'condition-lost',
      message: `unlike in the program's own template, the job publish runs not only under "github.repository == 'octo/app'"`,
      line: expect.any(Number),
    },
  ]);
  expect(Math.abs((lostProtections(GEM, changed)[0]?.line ?? 0) - line)).toBeLessThanOrEqual(1);
});

test('no file of the program loses anything beside itself', () => {
  const given = { pins: offlinePins(), views: FACTS, seed: 'octo/app' };
  const pack = builtInPack();
  const texts = pack.templates
    .filter(({ kind }) => kind === 'workflow')
    .flatMap((template) => trialsOf(template, FACTS, 'values').map(({ chosen }) => [template.id, chosen] as const))
    .flatMap(([id, chosen]) => {
      const outcome = renderTemplate(pack, id, chosen, given);
      return outcome.ok ? [outcome.text] : [];
    });
  expect(texts.length).toBeGreaterThan(300);
  expect([...new Set(texts)].flatMap((text) => lostProtections(text, text))).toEqual([]);
});
