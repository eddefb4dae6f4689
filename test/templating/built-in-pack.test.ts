import { describe, expect, test } from 'vitest';
import { offlinePins } from '../../src/adapters/offline-pins.ts';
import { FACT_VIEWS } from '../../src/ecosystems/fact-views.ts';
import type { TemplateInputs, TemplateValue } from '../../src/model/change.ts';
import type { Template } from '../../src/model/pack.ts';
import { readMarker } from '../../src/templating/marker.ts';
import { parsePack } from '../../src/templating/pack-manifest.ts';
import { renderTemplate } from '../../src/templating/render-template.ts';
import { refusalsOf } from '../../src/workflow/accepted-by-github.ts';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';
import type { Job, Workflow } from '../../src/workflow/workflow-file.ts';
import { builtInFiles, packOf, yamlOf } from './packs.ts';

const pack = packOf(parsePack(builtInFiles()));
const given = { pins: offlinePins(), views: {}, seed: 'octo/app' };

/** What nobody can guess: the values that the facts of a repository would give. */
const FACTS: Readonly<Record<string, TemplateValue>> = {
  repository: 'octo/app',
  source: 'octo/app',
  branch: 'main',
  'binary-name': 'app',
  'package-name': 'app',
  'chart-name': 'app',
  'archive-name': 'app',
  namespace: 'ghcr.io/octo/charts',
  image: 'ghcr.io/octo/app',
  owners: ['@octo/build'],
  builder: 'octo/builders/.github/workflows/reusable-build-attest.yml',
  'builder-commit': '0123456789abcdef0123456789abcdef01234567',
  'builder-version': 'v1.0.0',
};
const LISTS: Readonly<Record<string, readonly TemplateValue[]>> = {
  systems: [['linux', 'macos', 'windows'], ['windows']],
  platforms: [['linux/amd64', 'linux/arm64']],
  ecosystems: [['npm /web', 'docker']],
  'action-directories': [['/', '/.github/actions/setup']],
  kinds: [['binaries', 'container', 'npm', 'pypi', 'crate'], ['gem'], ['source']],
};
/** What a choice needs besides itself. */
const NEEDED: Readonly<Record<string, TemplateInputs>> = { other: { 'build-command': 'make dist VERSION="$VERSION"' } };

/** Ways to sign with a key that stays where it is. */
const KEYS: readonly string[] = ['azure-key-vault', 'aws-kms', 'google-kms', 'vault-transit'];

const baseOf = (template: Template): TemplateInputs =>
  Object.fromEntries([
    ...Object.entries(FACTS).filter(([name]) => name in template.inputs),
    ...('language' in template.inputs ? [['language', 'go']] : []),
  ]);

/** The defaults, then each value of each input once. */
const variantsOf = (template: Template): readonly (readonly [string, TemplateInputs])[] => [
  ['defaults', {}],
  ...Object.entries(template.inputs).flatMap(([name, input]) => {
    const values: readonly TemplateValue[] =
      input.type === 'bool' ? [true, false] : (LISTS[name] ?? input.choices ?? (input.required ? [] : ['']));
    return values.map((value) => [`${name}: ${value}`, { [name]: value, ...NEEDED[String(value)] }] as const);
  }),
  ...('command' in template.inputs ? [['own command', { command: 'make check # "all"' }] as const] : []),
  ...('visibility' in template.inputs
    ? [['keyless, private', { signing: 'keyless', visibility: 'private' }] as const]
    : []),
];

const all = pack.templates
  .filter(({ kind }) => kind !== 'payload')
  .flatMap((template) =>
    variantsOf(template).map(([name, inputs]) => ({ name: `${template.id}, ${name}`, template, inputs })),
  );

const rendered = (template: Template, inputs: TemplateInputs): string => {
  const outcome = renderTemplate(pack, template.id, { ...baseOf(template), ...inputs }, given);
  if (!outcome.ok) throw new Error(outcome.problems.join('\n'));
  return outcome.text;
};

const workflowOf = (text: string): Workflow => {
  const path = '.github/workflows/it.yml';
  const [workflow] = workflowsIn({ [path]: { path, mode: '100644', text } }).workflows;
  if (workflow === undefined) throw new Error('no workflow');
  return workflow;
};

describe.each(all)('$name', ({ template, inputs }) => {
  const text = rendered(template, inputs);
  const path = template.kind === 'workflow' ? '.github/workflows/it.yml' : template.output;

  test('is accepted by GitHub’s parser', () => {
    expect(refusalsOf(path, text)).toEqual([]);
    if (/\.yml$/u.test(path)) expect(yamlOf(text)).toBeTypeOf('object');
  });

  test('carries its marker and leaves nothing of ours behind', () => {
    expect(readMarker(text)).toMatchObject({ pack: 'built-in', template: template.id, version: pack.version });
    expect(text.replaceAll(/\$\{\{.*?\}\}|pattern=\{\{.*$/gmu, '')).not.toMatch(
      /\{\{|\}\}|[\uE000\uE001]|undefined|\[object/u,
    );
    expect(text).toMatch(/[^\n]\n$/u);
    expect(text).not.toMatch(/[ \t]$/mu);
  });
});

describe.each(all.filter(({ template }) => template.kind === 'workflow'))('$name', ({ template, inputs }) => {
  const text = rendered(template, inputs);

  test('is what the guide asks of a workflow', () => {
    const workflow = workflowOf(text);
    expect(workflow.permissions?.value).toEqual({ kind: 'map', scopes: {}, entries: [] });
    for (const job of workflow.jobs) {
      expect(job.permissions?.value.kind).toBe('map');
      // A called workflow says itself where it runs and for how long.
      if (job.uses !== null) continue;
      expect([job.id, job.timeoutMinutes]).toEqual([job.id, expect.stringMatching(/^\d+$/u)]);
      expect(job.runsOn?.labels.map(({ value }) => value).join()).not.toContain('latest');
    }
    for (const line of text.matchAll(/uses: (.*)$/gmu))
      expect(line[1]).toMatch(/^[\w./-]+@[0-9a-f]{40} # v?\d+(?:\.\d+)*$/u);
    for (const checkout of workflow.jobs.flatMap(({ steps }) => steps)) {
      if (/actions\/checkout/u.test(checkout.uses?.value.text ?? '')) {
        expect(checkout.with['persist-credentials']?.value).toBe('false');
      }
    }
  });
});

describe.each(all.filter(({ template }) => template.id.startsWith('release-')))('$name', ({ template, inputs }) => {
  const workflow = workflowOf(rendered(template, inputs));
  // The tag itself is the release: there are no bytes to sign.
  const isTagOnly = template.id === 'release-go-module';
  const writes = ({ permissions }: Job): readonly string[] =>
    permissions?.value.kind === 'map'
      ? Object.entries(permissions.value.scopes).flatMap(([scope, level]) => (level === 'write' ? [scope] : []))
      : [];

  test('gives no fork a privileged job', () => {
    for (const job of workflow.jobs.filter((each) => writes(each).length > 0)) {
      expect([job.id, job.condition]).toEqual([job.id, "github.repository == 'octo/app'"]);
    }
  });

  test('keeps the identity away from the code of the project', () => {
    const minting = workflow.jobs.filter((job) => writes(job).includes('attestations'));
    expect(minting).toHaveLength(isTagOnly ? 0 : 1);
    for (const { steps } of minting.filter(({ uses }) => uses === null)) {
      const used = steps.map(({ uses }) => uses?.value.text.split('@')[0]);
      expect(used).not.toContain('actions/checkout');
      expect(used.filter((action) => action === 'actions/attest')).toHaveLength(2);
    }
  });

  test('asks for one approval, is never cut off, and starts with a tag only', () => {
    const asking = workflow.jobs.filter(({ environment }) => environment !== null).map(({ id }) => id);
    // A key that trusts one environment only is reached from that environment, after the image was pushed from it.
    const isKeptElsewhere = template.id === 'release-container' && KEYS.includes(String(inputs.signing));
    // The test index knows the workflow by an environment as well; nobody is asked there.
    const isRehearsed = inputs['test-index'] === 'first';
    expect(asking).toHaveLength(isTagOnly ? 0 : isKeptElsewhere || isRehearsed ? 2 : 1);
    expect(workflow.triggers.map(({ event, config }) => [event, config])).toEqual([['push', { tags: ['v*'] }]]);
    expect(rendered(template, inputs)).toContain('cancel-in-progress: false');
  });

  test('hands files over by the id of the artifact', () => {
    const downloads = workflow.jobs
      .flatMap(({ steps }) => steps)
      .filter(({ uses }) => /download-artifact/u.test(uses?.value.text ?? ''));
    // The jobs of a matrix share their outputs, so what each of them made is found by its name.
    const named = template.id === 'release-pypi' && inputs.wheels === 'per-platform' ? 1 : 0;
    expect(downloads.filter(({ with: inputsOf }) => !('artifact-ids' in inputsOf))).toHaveLength(named);
  });

  test('names in a public log only what is known to be public, or was asked for', () => {
    const { signing = 'automatic', visibility = 'unknown' } = inputs;
    const text = rendered(template, inputs);
    if (KEYS.includes(String(signing))) expect(text.includes('--no-default-rekor')).toBe(visibility !== 'public');
    else if (signing !== 'keyless' && (signing !== 'automatic' || visibility !== 'public'))
      expect(text).not.toContain('cosign');
    else if ('signing' in template.inputs) expect(text).toMatch(/cosign sign/u);
  });
});

describe('the built-in pack', () => {
  const free = pack.templates.flatMap((template) =>
    Object.entries(template.inputs)
      .filter(([, input]) => input.type !== 'choice' && input.type !== 'bool' && input.pattern === undefined)
      .map(([name]) => ({ template, name })),
  );

  test.each(free.filter(({ template }) => template.kind === 'workflow'))(
    '$template.id keeps $name out of code',
    ({ template, name }) => {
      const tainted = 'Tainted"; exit 1; #';
      const values = template.id === 'release-binaries' ? { language: 'other' } : {};
      const workflow = workflowOf(rendered(template, { ...values, [name]: tainted }));
      const steps = workflow.jobs.flatMap((job) => job.steps);
      expect(steps.filter(({ env }) => Object.values(env).some(({ value }) => value === tainted))).toHaveLength(1);
      expect(steps.filter(({ run }) => run?.value.includes('Tainted'))).toEqual([]);
    },
  );

  test('asks the facts only for views that exist', () => {
    const views = pack.templates.flatMap(({ inputs }) =>
      Object.values(inputs).flatMap(({ defaultFrom }) => defaultFrom ?? []),
    );
    expect(views.filter((view) => !FACT_VIEWS.some((known) => known === view))).toEqual([]);
  });

  test('says what is missing when nothing is known of a repository', () => {
    const outcome = renderTemplate(pack, 'release-binaries', {}, given);
    expect(outcome.ok ? [] : outcome.problems).toEqual([
      expect.stringMatching(
        /^partials\/[a-z-]+\.hbs:\d+: "repository" has no value \(Which repository may release\?\)$/u,
      ),
      expect.stringMatching(/"binary-name" has no value/u),
    ]);
    const withNames = { repository: 'octo/app', 'binary-name': 'app' };
    expect(renderTemplate(pack, 'release-binaries', withNames, given)).toEqual({
      ok: false,
      problems: [expect.stringMatching(/"build-command" has no value/u)],
    });
  });

  test('takes the language of a release from the ecosystems of the repository', () => {
    const views = { repository: 'octo/app', 'binary-name': 'app', ecosystems: ['docker', 'cargo'] };
    const outcome = renderTemplate(pack, 'release-binaries', {}, { ...given, views });
    expect(outcome.ok && outcome.inputs.language).toBe('cargo');
  });
});
