import { mayAttestElsewhere } from '../../ecosystems/attesting-callee.ts';
import { type BuildStep, buildStepsIn } from '../../ecosystems/build-steps.ts';
import { knownBuilder } from '../../ecosystems/known-builders.ts';
import { carriesFiles } from '../../ecosystems/publish-kind.ts';
import type { ReleaseWorkflow } from '../../ecosystems/release-graph.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { TextFiles } from '../../model/files.ts';
import { type Finding, wholeFile } from '../../model/finding.ts';
import { slugOf } from '../../model/target.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import type { Job, Workflow } from '../../workflow/workflow-file.ts';
import { firstLine } from '../first-line.ts';
import { releasedBy, withoutReleases } from '../released.ts';

const DOCS =
  'https://docs.github.com/en/actions/how-tos/secure-your-work/use-artifact-attestations/increase-security-rating';

export default defineControl({
  id: 'slsa-build-l3-reusable',
  number: '2.09',
  section: 'attest',
  tier: 'should',
  title: 'A shared reusable workflow builds and attests',
  why: 'An attestation of your own workflow says what ran and not whether it was sound: a vetted workflow of another repository keeps the build out of reach of the project’s own changes (SLSA Build Level 3).',
  trap: 'Publishing to a registry belongs in the caller: PyPI takes no reusable workflow, and npm checks the file of the caller. The SLSA generator must be called by a tag, because its verifier asks for one. Verifying then needs the signer workflow named.',
  docs: [DOCS, 'https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows'],
  rules: {
    'built-inline': 'A release is built in the repository’s own workflow, which is Build Level 2 at most.',
    'own-reusable': 'The reusable workflow that attests is in the same repository, which its writers can change.',
    'attests-without-building': 'The reusable workflow attests what it did not build.',
  },
  needs: ['tree', 'texts'],
  uses: ['latestRelease'],

  detect(known, { latestRelease }) {
    const released = releasedBy(known, latestRelease);
    if (released.state !== 'released') return withoutReleases(released);
    const { workflows } = released;
    if (workflows.length === 0) {
      return released.limitedBy.length > 0
        ? {
            verdict: 'unknown',
            message: 'no workflow that could be read builds what is released',
            limitedBy: released.limitedBy,
          }
        : { verdict: 'not-applicable', message: 'no workflow builds what is released' };
    }
    const places = workflows.map((release) => whereBuilt(release, known.texts));
    const findings = places.flatMap(({ finding }) => finding ?? []);
    const limitedBy = [...released.limitedBy, ...places.flatMap(({ unseen }) => unseen ?? [])];
    const [first] = findings;
    if (first === undefined) {
      return places.every(({ unseen }) => unseen === undefined)
        ? { verdict: 'pass', message: 'a shared workflow builds and attests every release', limitedBy }
        : { verdict: 'unknown', message: 'what the called workflow does cannot be seen from here', limitedBy };
    }
    const isInline = findings.some(({ rule }) => rule === 'built-inline');
    return { verdict: isInline ? 'fail' : 'partial', message: first.message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'call-shared-builder',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Move building and attesting into a shared workflow',
      plan: ({ target }) => [
        {
          kind: 'manual',
          summary: 'build and attest in a reusable workflow of another repository',
          why: 'where the shared workflow lives and who vets it is for your team to decide',
          lines: [
            `# in a repository of its own, for example ${target.owner ?? 'ORG'}/builders:`,
            'harden-builds templates render reusable-build-attest --output .github/workflows/reusable-build-attest.yml',
            '# here, in place of the jobs that build and attest:',
            'harden-builds templates render release-with-shared-build \\',
            `  --set builder=${target.owner ?? 'ORG'}/builders/.github/workflows/reusable-build-attest.yml \\`,
            '  --set builder-commit=FULL_COMMIT_ID --set builder-version=v1.0.0',
            '# and users verify with:',
            `gh attestation verify FILE --repo ${slugOf(target) ?? 'OWNER/REPO'} --signer-workflow ${target.owner ?? 'ORG'}/builders/.github/workflows/reusable-build-attest.yml`,
          ],
          url: DOCS,
        },
      ],
    },
  ],
});

type Built = { readonly finding?: Finding; readonly unseen?: Limit };

function whereBuilt(release: ReleaseWorkflow, texts: TextFiles): Built {
  const { workflow, files, attests, publishes } = release;
  const jobs = files.flatMap((file) => file.jobs.map((job) => ({ file, job })));
  if (jobs.some(({ job }) => knownBuilder(job)?.attests === true && !isOnlyGenerator(job))) return {};
  const provenance = attests.find(({ mode }) => mode === 'provenance');
  if (provenance === undefined || provenance.actual === null) {
    const remote = jobs.find(({ file, job }) => mayAttestElsewhere(file, job, files));
    if (remote !== undefined) return { unseen: notSeen(remote.file, remote.job) };
  }
  const flaw = (rule: string, message: string, observed: string, location: Finding['location']): Built => ({
    finding: {
      rule,
      message,
      observed,
      expected: 'a workflow of another repository that builds and attests',
      location,
    },
  });
  if (provenance === undefined) {
    const upload = publishes.find(({ kind }) => carriesFiles(kind));
    const message = `${workflow.path} builds a release itself and attests nothing`;
    return flaw(
      'built-inline',
      message,
      firstLine(upload?.how ?? workflow.path),
      upload?.place ?? wholeFile(workflow.path),
    );
  }
  const { how, place } = provenance;
  if (provenance.actual === null) {
    const message = `${how} attests what ${workflow.path} built itself`;
    return flaw('attests-without-building', message, how, place);
  }
  if (provenance.workflow === workflow) {
    return flaw('built-inline', `${workflow.path} builds and attests in its own jobs (Build Level 2)`, how, place);
  }
  const builds = buildStepsIn(workflowsIn(texts), texts).some((each) => makes(each, provenance.workflow));
  return builds
    ? flaw('own-reusable', `${provenance.workflow.path} builds and attests, and is in this repository`, how, place)
    : flaw('attests-without-building', `${provenance.workflow.path} attests what it did not build`, how, place);
}

const makes = ({ workflow, purpose }: BuildStep, file: Workflow): boolean => workflow === file && purpose === 'build';

/** The generic generators sign digests that somebody else computed. */
const isOnlyGenerator = ({ uses }: Job): boolean => /\/generator_/.test(uses?.value.text ?? '');

const notSeen = ({ path }: Workflow, { uses }: Job): Limit => ({
  fact: 'texts',
  reason: 'unresolvable',
  unlock: `look whether ${uses?.value.text ?? 'the called workflow'} builds and attests`,
  at: path,
});
