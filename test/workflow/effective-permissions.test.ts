import { describe, expect, it } from 'vitest';
import {
  ceilingOf,
  effectivePermissions,
  privilegeOf,
  type TokenDefault,
} from '../../src/workflow/effective-permissions.ts';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';
import { textFile } from './text-file.ts';

function read(top: string, job: string, on = 'push') {
  const text = `on: ${on}\n${top}\njobs:\n  a:\n    runs-on: x\n    ${job}\n    steps: []\n`;
  const [workflow] = workflowsIn({ '.github/workflows/ci.yml': textFile(text) }).workflows;
  const job1 = workflow?.jobs[0];
  if (workflow === undefined || job1 === undefined) throw new Error(`not read: ${text}`);
  return { workflow, job: job1 };
}

const effective = (top: string, job: string, tokenDefault: TokenDefault = null) => {
  const { workflow, job: only } = read(top, job);
  return effectivePermissions(workflow, only, tokenDefault);
};

describe('effectivePermissions', () => {
  it.each([
    [
      'the job decides',
      'permissions: write-all',
      'permissions: { contents: read }',
      { from: 'job', scopes: { contents: 'read' } },
    ],
    ['else the workflow', 'permissions: {}', '', { from: 'workflow', scopes: {} }],
    ['read-all mints no identity', 'permissions: read-all', '', { scopes: { contents: 'read', 'id-token': 'none' } }],
    ['write-all does', 'permissions: write-all', '', { scopes: { contents: 'write', 'id-token': 'write' } }],
  ])('%s', (_name, top, job, expected) => {
    const result = effective(top, job);
    expect(result).toMatchObject({ known: true, ...expected });
    if (result.known && 'from' in expected) expect(result.scopes).toEqual(expected.scopes);
  });

  it('takes the repository default when nothing is declared, and knows nothing without it', () => {
    expect(effective('', '', 'read')).toMatchObject({
      from: 'default',
      scopes: { contents: 'read', packages: 'read' },
    });
    expect(effective('', '', 'write')).toMatchObject({ scopes: { contents: 'write', 'id-token': 'none' } });
    expect(effective('', '', null)).toMatchObject({ known: false });
  });

  it.each(['permissions: { contents: admin }', 'permissions: everything', 'permissions:', 'permissions: [contents]'])(
    'does not guess at %s',
    (top) => expect(effective(top, '', 'read')).toMatchObject({ known: false }),
  );
});

describe('ceilingOf', () => {
  it('is the lesser of both, scope by scope', () => {
    expect(
      ceilingOf({ contents: 'read', packages: 'write' }, { contents: 'write', packages: 'read', 'id-token': 'write' }),
    ).toEqual({
      contents: 'read',
      packages: 'read',
    });
  });
});

describe('privilegeOf', () => {
  const privilege = (top: string, job: string, on?: string, tokenDefault: TokenDefault = null) => {
    const { workflow, job: only } = read(top, job, on);
    return privilegeOf(workflow, only, tokenDefault);
  };

  it.each([
    ['a write', 'permissions: { contents: write, issues: read }', '', ['contents: write']],
    ['an environment', 'permissions: {}', 'environment: { name: prod }', ['environment prod']],
    ['a secret', 'permissions: {}', 'env: { A: "${{ secrets.NPM_TOKEN }}" }', ['secret NPM_TOKEN']],
    ['a secret in the workflow env', 'permissions: {}\nenv: { A: "${{ secrets.B }}" }', '', ['secret B']],
    ['all secrets at once', 'permissions: {}', 'env: { A: "${{ toJSON(secrets) }}" }', ['secret *']],
    ['the own token only', 'permissions: {}', 'env: { A: "${{ secrets.GITHUB_TOKEN }}" }', []],
    ['secrets handed on', 'permissions: {}', 'secrets: inherit', ['secrets: inherit']],
  ])('%s', (_name, top, job, reasons) => {
    expect(privilege(top, job)).toEqual({ known: true, reasons });
  });

  it('counts a trigger of strangers unless the token is known to be read-only', () => {
    expect(privilege('', '', 'pull_request_target')).toMatchObject({
      reasons: [expect.stringContaining('pull_request_target')],
    });
    expect(privilege('permissions: {}', '', 'pull_request_target')).toEqual({ known: true, reasons: [] });
    expect(privilege('', '', 'pull_request_target', 'read')).toEqual({ known: true, reasons: [] });
  });

  it('is not known when the permissions are not', () => {
    expect(privilege('', '')).toMatchObject({ known: false });
  });
});
