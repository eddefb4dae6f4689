import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTwin, type Twin } from '../github-twin/twin.ts';
import { repositoryIn, run, temporaryFolder, UNPINNED } from './program.ts';

const TOKEN = 'ghp_averysecrettokenofthetwin0001';
const PATH = '.github/harden-builds.yml';
const ORG = `acme/.github:${PATH}`;
const WAIVER = `version: 1
waivers:
  later:
    control: actions-sha-pinned
    reason: the platform team pins them for us
    expires: 2027-03-31
`;

let folder: ReturnType<typeof temporaryFolder>;
let twin: Twin | null = null;
let home: string;

const seed = async (common: Readonly<Record<string, string>> | null, own: Readonly<Record<string, string>> = {}) => {
  twin = await startTwin({
    repositories: {
      'acme/widgets': { files: { '.github/workflows/ci.yml': UNPINNED, ...own }, roles: { ada: 'admin' } },
      ...(common === null ? {} : { 'acme/.github': { files: common, roles: { ada: 'read' } } }),
      'actions/checkout': { tags: [['v4', 'v4.2.0']] },
    },
    tokens: { [TOKEN]: { kind: 'classic', login: 'ada', scopes: ['repo', 'workflow'] } },
  });
};
beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
});
afterEach(async () => {
  await twin?.close();
  twin = null;
  folder.dispose();
});

const online = (argv: readonly string[]) =>
  run(argv, {
    cwd: folder.path,
    home,
    environment: { GITHUB_API_URL: twin?.url ?? '', GITHUB_GRAPHQL_URL: twin?.graphqlUrl ?? '', GH_TOKEN: TOKEN },
  });
const check = (...more: readonly string[]) =>
  online(['check', '--repo', 'acme/widgets', '--only', 'actions-sha-pinned', '--format', 'json', ...more]);

describe('the policy of an organisation', () => {
  test('keeps a repository from waiving what it requires, and says which line does not count', async () => {
    await seed({ [PATH]: 'version: 1\nrequire:\n  tiers: [must]\n' }, { [PATH]: WAIVER });
    const { code, stdout, stderr } = await check();
    expect(code, stderr).toBe(1);
    const report = JSON.parse(stdout);
    expect(report.controls[0]).toMatchObject({ gap: true, waiver: null });
    expect(report.policy.layers).toMatchObject([
      { from: 'organisation', file: ORG, state: 'used', commit: expect.stringMatching(/^[0-9a-f]{40}$/) },
      { from: 'repository', file: PATH, state: 'used', commit: expect.stringMatching(/^[0-9a-f]{40}$/) },
    ]);
    expect(report.policy.rules).toMatchObject([
      { file: ORG, line: 3, pointer: '/require/tiers', ignored: null },
      { file: PATH, line: 3, pointer: '/waivers/later', ignored: expect.stringContaining('does not let it be waived') },
    ]);
    expect(stderr).toContain(`${PATH}:3 does not count`);
  });

  test('lets it, when it says so', async () => {
    const common = 'version: 1\nrequire: {tiers: [must]}\noverridable: [/waivers]\n';
    await seed({ [PATH]: common }, { [PATH]: WAIVER });
    const { code, stdout, stderr } = await check();
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout).controls[0]).toMatchObject({ verdict: 'waived', waiver: { file: PATH, line: 3 } });
  });

  test('waives for all of them, and the report names its file', async () => {
    await seed({ [PATH]: WAIVER });
    const { code, stdout } = await online(['check', '--repo', 'acme/widgets', '--only', 'actions-sha-pinned']);
    expect(code).toBe(0);
    expect(stdout).toContain(`(${ORG}:3)`);
    expect(stdout).toMatch(/^Policy\n {2}of the organisation acme\/\.github:\S+ @ [0-9a-f]{7}\n {4}line 3 waives/m);
  });

  test('that is hidden or not there is said to be unseen, never to be absent', async () => {
    await seed(null);
    const { stdout, stderr } = await check();
    expect(JSON.parse(stdout).policy.layers[0]).toMatchObject({
      state: 'unseen',
      because: 'acme/.github is not there, or this login may not see it',
    });
    expect(stderr).not.toContain('acme/.github');
  });

  test('that is not in .github is absent', async () => {
    await seed({ 'README.md': 'hello\n' });
    const { stdout } = await check();
    expect(JSON.parse(stdout).policy.layers[0]).toMatchObject({ state: 'absent', because: 'acme/.github has none' });
  });

  test('that the host does not give is a note, and no reason to fail', async () => {
    await seed({ [PATH]: WAIVER });
    twin?.fail({ on: /GET \/repos\/acme\/\.github/, answer: { status: 403, body: { message: 'Blocked' } } });
    const { code, stdout, stderr } = await check();
    expect(code).toBe(1);
    expect(stderr).toContain(`the policy ${ORG} is not used: acme/.github could not be read: status 403, Blocked`);
    expect(JSON.parse(stdout).policy.layers[0].state).toBe('unseen');
  });

  test('with a mistake ends the run, naming file and line', async () => {
    await seed({ [PATH]: 'version: 1\nrequire: {tiers: [most]}\n' });
    const { code, stdout, stderr } = await check();
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(`${ORG}:2: no tier is called "most"`);
  });

  test('is its own file in .github itself', async () => {
    await seed({ [PATH]: 'version: 1\noverridable: [/pack]\n', '.github/workflows/ci.yml': UNPINNED });
    const { stdout, stderr } = await online([
      'check',
      '--repo',
      'acme/.github',
      '--format',
      'json',
      '--fail-on',
      'never',
    ]);
    expect(stderr).not.toContain('cannot be used');
    expect(JSON.parse(stdout).policy.layers).toMatchObject([{ from: 'organisation', file: PATH, state: 'used' }]);
  });
});

describe('--policy', () => {
  const local = (argv: readonly string[], files: Readonly<Record<string, string>> = {}) => {
    const cwd = repositoryIn(folder.path, { '.github/workflows/ci.yml': UNPINNED, ...files });
    return run(argv, { cwd, home });
  };

  test('is used instead of the file of the repository', async () => {
    writeFileSync(join(folder.path, 'other.yml'), 'version: 1\nrequire: {tiers: [must]}\n');
    const argv = ['check', '--local', '--policy', '../other.yml', '--format', 'json', '--only', 'actions-sha-pinned'];
    const { code, stdout, stderr } = await local(argv, { [PATH]: WAIVER });
    expect(code, stderr).toBe(1);
    expect(JSON.parse(stdout).policy.layers).toMatchObject([
      { state: 'unseen' },
      { from: 'file', file: '../other.yml' },
    ]);
  });

  test('that is not there is refused', async () => {
    const { code, stderr } = await local(['check', '--local', '--policy', 'nowhere.yml']);
    expect(code).toBe(2);
    expect(stderr).toContain('nowhere.yml cannot be read');
  });

  test('what it requires ends check with 1, though --fail-on would not; never still only reports', async () => {
    const argv = ['check', '--local', '--only', 'checkout-credentials-dropped', '--fail-on', 'must'];
    const required = (control: string) =>
      writeFileSync(join(folder.path, 'other.yml'), `version: 1\nrequire: {controls: [${control}]}\n`);
    required('checkout-credentials-dropped');
    const plain = await local(argv);
    expect(plain.code, plain.stderr).toBe(0);
    const cwd = join(folder.path, 'repository');
    const asked = await run([...argv, '--policy', '../other.yml'], { cwd, home });
    expect(asked.code, asked.stderr).toBe(1);
    const never = await run([...argv.slice(0, -1), 'never', '--policy', '../other.yml'], { cwd, home });
    expect(never.code).toBe(0);
  });
});

test('explain says what the policy here says about a control, and nothing elsewhere', async () => {
  const cwd = repositoryIn(folder.path, { [PATH]: `${WAIVER}require: {tiers: [must]}\n` });
  const inside = await run(['explain', 'actions-sha-pinned'], { cwd, home });
  expect(inside.stdout).toContain('What the policy here says\n  required (.github/harden-builds.yml:7)');
  expect(inside.stdout.replace(/\s+/g, ' ')).toContain(
    'waives actions-sha-pinned until 2027-03-31 (.github/harden-builds.yml:3)',
  );
  const outside = await run(['explain', 'actions-sha-pinned'], { cwd: folder.path, home });
  expect([outside.code, outside.stdout.includes('What the policy here says')]).toEqual([0, false]);
});
