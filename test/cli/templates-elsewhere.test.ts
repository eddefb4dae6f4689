import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTwin } from '../github-twin/twin.ts';
import { ACME, writeFiles } from './pack-folder.ts';
import { repositoryIn, run, temporaryFolder, UNPINNED } from './program.ts';

const TOKEN = 'ghp_averysecrettokenofthetwin0001';

let folder: ReturnType<typeof temporaryFolder>;
let home: string;
let root: string;

beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(home);
  root = repositoryIn(folder.path, { '.github/workflows/ci.yml': UNPINNED, 'package.json': '{"name":"w"}\n' });
});
afterEach(() => folder.dispose());

/** What npm itself packs. */
function archive(): { readonly file: string; readonly integrity: string } {
  const source = writeFiles(join(folder.path, 'package'), {
    ...ACME,
    'package.json': '{"name":"acme-templates","version":"1.2.0"}\n',
    'README.md': 'Not part of the pack.\n',
  });
  const [said] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--offline'], {
      cwd: source,
      encoding: 'utf8',
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  return { file: join(source, said.filename), integrity: said.integrity };
}

test('a pack of a GitHub repository is read at one commit, which is recorded in the file, the pull request and the receipt', async () => {
  const twin = await startTwin({
    repositories: {
      'acme/widgets': { files: { '.github/workflows/ci.yml': UNPINNED }, roles: { ada: 'admin' } },
      'acme/templates': {
        files: Object.fromEntries(Object.entries(ACME).map(([path, text]) => [`build/${path}`, text])),
        tags: [['v1']],
        roles: { ada: 'read' },
      },
      'actions/checkout': { tags: [['v4', 'v4.2.0']] },
    },
    tokens: { [TOKEN]: { kind: 'classic', login: 'ada', scopes: ['repo', 'workflow'] } },
  });
  try {
    const environment = { GITHUB_API_URL: twin.url, GITHUB_GRAPHQL_URL: twin.graphqlUrl, GH_TOKEN: TOKEN };
    const sha = twin.repository('acme/templates').refs.get('refs/tags/v1') ?? '';
    const source = 'github:acme/templates/build@v1';
    const argv = ['init', '--yes', '--only', 'dependabot-actions', '--templates', source];
    const { code, stdout, stderr } = await run(argv, { cwd: root, home, environment });
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`template pack: acme 1.2.0 (${source}, ${sha})`);
    const [pull] = twin.repository('acme/widgets').pulls;
    expect(pull?.body).toContain(`Template pack: \`acme 1.2.0 (${source}, ${sha})\``);
    expect(pull?.body).toContain(`acme/dependabot 1.2.0+${sha.slice(0, 12)}`);
    expect(stdout + stderr).not.toContain(TOKEN);
    const gone = await run([...argv.slice(0, -1), 'github:acme/templates/build@v9'], { cwd: root, home, environment });
    expect([gone.code, gone.stderr]).toEqual([
      3,
      expect.stringContaining('acme/templates has no branch, tag or commit "v9"'),
    ]);
  } finally {
    await twin.close();
  }
});

test('a pack of an archive is taken with its digest', async () => {
  const { file, integrity } = archive();
  const argv = ['init', '--local', '--yes', '--only', 'dependabot-actions', '--dry-run', '--format', 'json'];
  const { code, stdout, stderr } = await run([...argv, '--templates', `npm:${file}`], { cwd: root, home });
  expect(code, stderr).toBe(0);
  const { packs, files } = JSON.parse(stdout);
  expect(packs[0]).toEqual({ name: 'acme', version: '1.2.0', source: `npm:${file}`, resolved: integrity });
  expect(files[0].after).toContain('# kept by the platform team');
  const none = await run([...argv, '--templates', 'npm:./nothing.tgz'], { cwd: root, home });
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('There is no such file.')]);
});

test('a pack of the registry that the user has configured is fetched by npm, and no script of it runs', async () => {
  const { file, integrity } = archive();
  const bytes = readFileSync(file);
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz') === true) return response.end(bytes);
    const dist = {
      tarball: `http://${request.headers.host}/acme-templates.tgz`,
      integrity,
      shasum: createHash('sha1').update(bytes).digest('hex'),
    };
    const versions = { '1.2.0': { name: 'acme-templates', version: '1.2.0', dist } };
    response.setHeader('content-type', 'application/json');
    response.statusCode = request.url === '/acme-templates' ? 200 : 404;
    return response.end(JSON.stringify({ name: 'acme-templates', 'dist-tags': { latest: '1.2.0' }, versions }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    // The test listens on a port, so the address is not a path.
    const { port } = server.address() as { port: number };
    const environment = {
      npm_config_registry: `http://127.0.0.1:${port}/`,
      npm_config_cache: join(folder.path, 'cache'),
      npm_config_fetch_retries: '0',
    };
    const list = (source: string) =>
      run(['templates', 'lint', source, '--format', 'json'], { cwd: root, home, environment });
    const { code, stdout, stderr } = await list('npm:acme-templates@1.2.0');
    expect(code, stderr + stdout).toBe(0);
    expect(JSON.parse(stdout).packs[0]).toMatchObject({ source: 'npm:acme-templates@1.2.0', resolved: integrity });
    const gone = await list('npm:acme-templates@9.9.9');
    expect([gone.code, gone.stderr]).toEqual([3, expect.stringContaining('npm did not give acme-templates@9.9.9')]);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
