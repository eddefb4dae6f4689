import { describe, expect, it } from 'vitest';
import { carriesFiles } from '../../src/ecosystems/publish-kind.ts';
import { releaseGraph } from '../../src/ecosystems/release-graph.ts';
import { repositoryOf } from './repository-of.ts';

const graphOf = (workflows: Readonly<Record<string, string>>, tokenDefault: 'read' | 'write' | null = null) => {
  const files = Object.entries(workflows).map(([name, text]) => [`.github/workflows/${name}.yml`, text]);
  const { tree, texts, set } = repositoryOf(Object.fromEntries(files));
  return releaseGraph(tree, texts, set, tokenDefault);
};
const names = (graph: ReturnType<typeof graphOf>) => graph.workflows.map(({ workflow }) => workflow.path.slice(18, -4));
const job = (...steps: readonly string[]) =>
  `  a:\n    runs-on: ubuntu-24.04\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`;
const tags = 'on:\n  push:\n    tags: ["v*"]\n';

describe('which workflows release', () => {
  it('takes those with a publish step and leaves tests alone', () => {
    const graph = graphOf({
      ci: `on: push\njobs:\n${job('run: npm test')}`,
      publish: `on: push\njobs:\n${job('run: npm publish')}`,
    });
    expect(names(graph)).toEqual(['publish']);
    expect(graph.kinds).toEqual(['npm']);
  });

  it('leaves out what only runs while a change is proposed', () => {
    const on = (events: string) => `on:\n${events}jobs:\n${job('run: docker push ghcr.io/o/r:pr')}`;
    expect(names(graphOf({ w: on('  pull_request:\n  merge_group:\n') }))).toEqual([]);
    expect(names(graphOf({ w: on('  pull_request:\n  push:\n') }))).toEqual(['w']);
    expect(names(graphOf({ w: on('  pull_request:\n    types: [closed]\n') }))).toEqual(['w']);
    expect(names(graphOf({ w: on('  pull_request_target:\n') }))).toEqual(['w']);
  });

  it('puts a workflow that is only called into its caller', () => {
    const graph = graphOf({
      build: `on: workflow_call\njobs:\n${job('uses: actions/attest@v4')}`,
      ship: `on: workflow_call\njobs:\n${job('run: twine upload dist/*')}`,
      release: `${tags}jobs:\n  b:\n    uses: ./.github/workflows/build.yml\n  s:\n    uses: ./.github/workflows/ship.yml\n`,
    });
    expect(names(graph)).toEqual(['release']);
    const [release] = graph.workflows;
    expect(release?.files.map(({ path }) => path.slice(18))).toEqual(['release.yml', 'build.yml', 'ship.yml']);
    expect(release?.publishes.map(({ kind, workflow }) => [kind, workflow.path.slice(18)])).toEqual([
      ['pypi', 'ship.yml'],
    ]);
    expect(release?.attests.map(({ mode }) => mode)).toEqual(['provenance']);
  });

  it('keeps a callable workflow that also starts by itself, or that nobody here calls', () => {
    const ship = (on: string) => `on: ${on}\njobs:\n${job('run: npm publish')}`;
    const caller = `${tags}jobs:\n  s:\n    uses: ./.github/workflows/ship.yml\n`;
    expect(names(graphOf({ ship: ship('[workflow_call, workflow_dispatch]'), release: caller }))).toEqual([
      'release',
      'ship',
    ]);
    expect(names(graphOf({ ship: ship('workflow_call') }))).toEqual(['ship']);
  });

  it('ends on workflows that call each other', () => {
    const call = (name: string) => `on: workflow_call\njobs:\n  a:\n    uses: ./.github/workflows/${name}.yml\n`;
    expect(graphOf({ a: call('b'), b: call('a') }).workflows).toEqual([]);
  });
});

describe('a workflow that only listens to tags or releases', () => {
  const listening = (extra: string, on = tags) => graphOf({ w: `${on}${extra}jobs:\n${job('run: make site')}` });
  it('counts when a job may write what a publisher writes', () => {
    expect(names(listening('permissions:\n  contents: write\n'))).toEqual(['w']);
    expect(names(listening('permissions:\n  packages: write\n', 'on: release\n'))).toEqual(['w']);
    expect(names(listening('permissions:\n  contents: read\n'))).toEqual([]);
    expect(names(listening('permissions:\n  issues: write\n'))).toEqual([]);
  });
  it('counts by an environment', () => {
    const workflow = `${tags}permissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    environment: prod\n    steps:\n      - run: ./x\n`;
    expect(names(graphOf({ w: workflow }))).toEqual(['w']);
  });
  it('counts by the default of the repository when that is known', () => {
    const workflow = { w: `${tags}jobs:\n${job('run: make site')}` };
    expect(names(graphOf(workflow))).toEqual([]);
    expect(names(graphOf(workflow, 'read'))).toEqual([]);
    expect(names(graphOf(workflow, 'write'))).toEqual(['w']);
  });
  it('does not count for writing without listening, or for deploying pages', () => {
    expect(names(listening('permissions:\n  contents: write\n', 'on: push\n'))).toEqual([]);
    const pages = `${tags}permissions:\n  id-token: write\njobs:\n${job('uses: actions/deploy-pages@v4')}`;
    expect(names(graphOf({ w: pages }))).toEqual([]);
  });
  it('is unknown when it only calls a workflow of another repository', () => {
    const graph = graphOf({
      w: `${tags}permissions:\n  contents: write\njobs:\n  a:\n    uses: o/r/.github/workflows/x.yml@v1\n`,
    });
    expect(graph.workflows).toEqual([]);
    expect(graph.unknown.map(({ because }) => because)).toEqual([
      'calls o/r/.github/workflows/x.yml@v1, a workflow of another repository',
    ]);
  });
});

describe('what stands beside the publish step', () => {
  const release = (...steps: readonly string[]) =>
    graphOf({ r: `${tags}jobs:\n${job(...steps, 'run: gh release upload v1 dist/*')}` }).workflows[0];

  it.each([
    ['uses: actions/attest@v4', ['provenance']],
    ['{ uses: actions/attest@v4, with: { subject-path: a, sbom-path: b } }', ['sbom']],
    ['{ uses: actions/attest@v4, with: { predicate-path: a, predicate-type: b } }', ['custom']],
    ['uses: actions/attest-build-provenance@v3', ['provenance']],
    ['uses: actions/attest-sbom@v3', ['sbom']],
    ['run: cosign attest --type spdxjson --predicate s.json IMAGE', ['sbom']],
    ['run: cosign attest --type slsaprovenance --predicate p.json IMAGE', ['provenance']],
    ['run: gh attestation verify x', []],
  ])('attests: %s', (step, modes) => {
    expect(release(step)?.attests.map(({ mode }) => mode)).toEqual(modes);
  });

  it.each([
    ['uses: anchore/sbom-action@v0', 1],
    ['run: syft dir:. -o spdx-json', 1],
    ['run: npm sbom --sbom-format spdx', 1],
    ['run: npx @cyclonedx/cyclonedx-npm --output-file bom.json', 1],
    ['run: trivy fs --format spdx-json .', 1],
    ['run: trivy fs --format table .', 0],
    ['{ uses: docker/build-push-action@v6, with: { push: true, sbom: true } }', 1],
    ['{ uses: docker/build-push-action@v6, with: { push: true, sbom: false } }', 0],
    ['run: cargo cyclonedx', 1],
    ['uses: anchore/sbom-action/download-syft@v0', 0],
  ])('lists what is inside: %s', (step, count) => {
    expect(release(step)?.sboms).toHaveLength(count);
  });

  it.each([
    ['run: cosign sign --yes IMAGE@sha256:0', ['sigstore']],
    ['run: cosign sign-blob --key awskms:///alias/x --bundle b f', ['cosign-key']],
    ['run: gpg --batch --armor --detach-sign dist/a', ['openpgp']],
    ['run: gpg --import key.asc', []],
    ['uses: azure/artifact-signing-action@v1', ['authenticode']],
    ['run: AzureSignTool sign -kvu x a.exe', ['authenticode']],
    ['run: codesign --sign ID app', ['apple']],
    ['run: codesign --verify app', []],
    ['run: productbuild --package a.pkg --sign "$TEAM" b.pkg', ['apple']],
    ['run: pkgbuild --root a b.pkg', []],
    ['run: jarsigner -keystore k a.jar alias', ['jar']],
    ['run: jarsigner -verify a.jar', []],
    ['run: dotnet nuget sign a.nupkg', ['nuget']],
    ['run: notation sign IMAGE', ['notation']],
    ['uses: sigstore/cosign-installer@v4', []],
    ['uses: sigstore/gh-action-sigstore-python@v3', ['sigstore']],
  ])('signs: %s', (step, methods) => {
    expect(release(step)?.signs.map(({ method }) => method)).toEqual(methods);
  });

  it('knows that the generators of SLSA attest and sign', () => {
    const slsa = 'slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml@v2.1.0';
    const graph = graphOf({ r: `${tags}jobs:\n${job('run: gh release upload v1 a')}  p:\n    uses: ${slsa}\n` });
    expect(graph.workflows[0]?.attests.map(({ mode, step }) => [mode, step])).toEqual([['provenance', null]]);
    expect(graph.unknown).toEqual([]);
  });

  it('asks the builder of Docker what it was asked to do', () => {
    const docker = (inputs: string) =>
      graphOf({
        r: `on: push\njobs:\n  a:\n    uses: docker/github-builder/.github/workflows/build.yml@v1\n    with: { ${inputs} }\n`,
      });
    const pushing = docker('output: image, push: true, sbom: true').workflows[0];
    expect(pushing?.publishes.map(({ kind }) => kind)).toEqual(['container']);
    expect(pushing?.attests.map(({ mode }) => mode)).toEqual(['provenance', 'sbom']);
    expect(docker('output: image').workflows).toEqual([]);
    expect(docker('output: local, push: true').workflows).toEqual([]);
  });
});

describe('the kinds that carry bytes', () => {
  it('leaves out those that are only a tag', () => {
    expect(carriesFiles('binaries')).toBe(true);
    expect(carriesFiles('container')).toBe(true);
    expect(carriesFiles('source')).toBe(false);
    expect(carriesFiles('github-action')).toBe(false);
  });
});
