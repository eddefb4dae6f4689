import { describe, expect, test } from 'vitest';
import { PULL_REQUEST_MARKER } from '../../src/model/delivery.ts';
import { commitMessage } from '../../src/report/commit-message.ts';
import { pullRequestBody } from '../../src/report/pr-body.ts';
import { control, HOSTILE, plan, TARGET } from './sample.ts';

const CONTROLS = [control()];
const bodyOf = (of = plan(), controls = CONTROLS) =>
  pullRequestBody({ plan: of, controls, target: TARGET, version: '1.2.3' });

describe('the description of the pull request', () => {
  test('begins with the marker, and says what changes, what to look at, what remains and how to undo it', () => {
    const body = bodyOf();
    expect(body.startsWith(`${PULL_REQUEST_MARKER} v1 version=1.2.3 -->`)).toBe(true);
    const heads = body.split('\n').filter((line) => line.startsWith('## '));
    expect(heads).toEqual([
      '## Look at these first',
      '## 4 Harden GitHub Actions',
      '## Settings to change',
      '## By hand',
      '## Undo',
    ]);
    expect(body).toContain('**4.01 Actions are pinned** ([documentation](https://docs.github.com/');
    expect(body).toContain('- `.github/CODEOWNERS` (new): name who answers');
    expect(body).toContain('  gh api --method PUT /repos/acme/widgets/x -f value=read');
    expect(body).toContain('  gh api --method PUT /repos/acme/widgets/x -f value=write');
    expect(body).toContain('after the merge');
    expect(body).toContain('built-in/codeowners 0.1.0');
  });

  test('what is left out is told with its reason, unless a setting or a step tells it already', () => {
    expect(bodyOf()).not.toContain('## Left out');
    const body = bodyOf(plan({ settings: [], steps: [] }));
    expect(body).toContain('## Left out\n\n- 4.01 Actions are pinned: needs x');
  });

  test('only what can change a run is to be looked at first', () => {
    const [, after = ''] = bodyOf().split('## Look at these first');
    const [look = ''] = after.split('\n## ');
    expect(look).toContain('ci.yml');
    expect(look).not.toContain('CODEOWNERS');
  });

  test('each control tells what it did itself, once for all files that it did it to', () => {
    const [ci] = plan().files;
    const causes = (...each: readonly (readonly [string, string])[]) =>
      each.map(([id, summary]) => ({ control: id, summary }));
    const files = ['a', 'b'].map((name) => ({
      ...ci!,
      path: `.github/workflows/${name}.yml`,
      controls: ['sample-control', 'other'],
      summaries: ['pins the actions', 'keeps no token'],
      causes: causes(['sample-control', 'pins the actions'], ['other', 'keeps no token']),
    }));
    const body = bodyOf(plan({ files }), [control(), control({ id: 'other', number: '4.12' })]);
    expect(body).toContain('- [ ] `.github/workflows/a.yml` (4.01, 4.12)');
    expect(body).toContain('  - `.github/workflows/a.yml`, `.github/workflows/b.yml`: pins the actions\n');
    expect(body.match(/keeps no token/g)).toHaveLength(1);
  });

  test('long blocks of a step by hand are folded', () => {
    const [step] = plan().steps;
    const lines = Array.from({ length: 9 }, (_, index) => `# look at line ${index}`);
    const body = bodyOf(plan({ steps: [{ ...step!, lines }] }));
    expect(body).toContain('  <details><summary>9 lines</summary>\n  \n  ```');
    expect(bodyOf()).not.toContain('<details>');
  });

  test('says how to verify when the change is about releases', () => {
    expect(bodyOf()).not.toContain('gh attestation verify');
    expect(bodyOf(plan(), [control({ section: 'attest' })])).toContain(
      'gh attestation verify FILE --repo acme/widgets',
    );
  });

  test('text of the repository cannot leave its place', () => {
    const files = plan().files.map((file) => ({
      ...file,
      path: `.github/workflows/${HOSTILE}.yml`,
      summaries: [HOSTILE],
    }));
    const body = bodyOf(plan({ files, conflicts: [{ controls: [], path: null, message: HOSTILE }] }));
    expect(body).not.toContain('\u001B');
    expect(body.replace(/(`+).*?\1/g, '').match(/<!--/g)).toHaveLength(1);
    expect(body.replace(/(`+).*?\1/g, '')).not.toMatch(/@here/);
  });

  test('stays below what GitHub takes, and says so', () => {
    const files = Array.from({ length: 3000 }, (_, index) => ({
      ...plan().files[0]!,
      path: `.github/workflows/w${index}.yml`,
    }));
    const body = bodyOf(plan({ files }));
    expect(body.length).toBeLessThan(65_536);
    expect(body).toContain('Too long to be shown in full');
    expect(body).toContain('Prepared by harden-builds');
  });
});

describe('the commit message', () => {
  test('has a subject, a reason for each file, and the trailer at its end', () => {
    const lines = commitMessage(plan(), CONTROLS, null, '1.2.3').split('\n');
    expect(lines[0]).toBe('Harden builds: actions are pinned');
    expect(lines[1]).toBe('');
    expect(lines).toContain('* .github/workflows/ci.yml: 4.01');
    expect(lines.slice(-3)).toEqual(['', 'Harden-Builds: 1.2.3', '']);
  });

  test('takes the title that was asked for, and only one line of it', () => {
    expect(commitMessage(plan(), CONTROLS, 'Mine\n\nHarden-Builds: 9', '1').split('\n')[0]).toBe(
      'Mine Harden-Builds: 9',
    );
  });
});
