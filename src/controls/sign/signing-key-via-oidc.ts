import { type CloudLogin, cloudLoginsIn, cloudOfSecret } from '../../ecosystems/cloud-logins.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import { signStepsIn } from '../../ecosystems/signing-steps.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { TextFiles, TreeEntry } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { slugOf } from '../../model/target.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import type { Job } from '../../workflow/workflow-file.ts';
import { cloudTrustLines, TRUSTING } from '../cloud-trust.ts';
import { pinnedUse } from '../pinned-use.ts';
import { aws, azure, google, vault } from '../signing-lines.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { unseenReleases } from '../unseen-releases.ts';

const HOW = 'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments' as const;

export default defineControl({
  id: 'signing-key-via-oidc',
  number: '3.05',
  section: 'sign',
  tier: 'must',
  title: 'Cloud keys are used by identity, not copied credentials',
  why: 'A copied credential works for whoever gets hold of it until somebody notices, while the identity of a run ends with the run.',
  trap: 'The old secret stays valid until it is revoked. Google’s login writes a credentials file into the workspace that a later upload may ship. Azure’s proof lives for minutes, so log in right before signing.',
  docs: [HOW, 'https://docs.github.com/en/actions/reference/security/oidc'],
  rules: {
    'copied-credentials': 'A release logs in to a cloud with stored credentials.',
    'credentials-still-stored': 'Releases log in by identity, and a credential of that cloud is still stored.',
  },
  needs: ['tree', 'texts'],
  uses: ['storedSecrets', 'repository', 'oidcSubject', 'pins'],

  detect(known, { storedSecrets }, target) {
    const { tree, texts } = known;
    const set = workflowsIn(texts);
    const logins = releaseLogins(known);
    const unread = [...unreadWorkflows(set, tree, texts), ...unseenReleases(releaseGraph(tree, texts, set))];
    if (logins.length === 0) {
      return unread.length > 0
        ? { verdict: 'unknown', message: 'a release may use a cloud where nobody could look', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'no workflow that releases or signs logs in to a cloud' };
    }
    const copied = onceEach(logins.flatMap(finding));
    const clouds = logins.filter(({ by }) => by === 'identity').map(({ cloud }) => cloud);
    const left = storedSecrets.state === 'known' ? storedSecrets.value.repository.map(({ name }) => name) : [];
    const stored = left
      .filter((name) => clouds.some((cloud) => cloud === cloudOfSecret(name)))
      .map(
        (name): Finding => ({
          rule: 'credentials-still-stored',
          message: `the workflow logs in by identity, and the secret ${name} is still stored`,
          observed: name,
          expected: 'no such secret: revoke it at the cloud, then delete it',
          location: { endpoint: `GET /repos/${slugOf(target) ?? 'OWNER/REPO'}/actions/secrets` },
        }),
      );
    const unseen = logins.filter(({ by }) => by === 'unseen').flatMap(untold);
    const limitedBy: readonly Limit[] = [{ fact: 'storedSecrets' }, ...unread, ...unseen];
    const findings = [...copied, ...stored];
    const [first] = findings;
    if (first === undefined) {
      return clouds.length === 0
        ? {
            verdict: 'unknown',
            message: 'how the release logs in to the cloud does not stand in the workflow',
            limitedBy,
          }
        : {
            verdict: 'pass',
            message: `releases log in to ${[...new Set(clouds)].join(' and ')} by identity`,
            limitedBy,
          };
    }
    return { verdict: copied.length > 0 ? 'fail' : 'partial', message: first.message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'log-in-by-identity',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Let the cloud trust the workflow, and log in by identity',
      plan: ({ known, maybe: { repository, oidcSubject, pins }, target }) => {
        const logins = new Map(releaseLogins(known).map((login) => [`${login.cloud} ${login.workflow.path}`, login]));
        return [...logins.values()].map(({ cloud, workflow, job }) => ({
          kind: 'manual',
          summary: `log in to ${cloud} by identity in ${workflow.path}`,
          why: 'the cloud then gives each run its own short-lived access, and nothing has to be copied',
          lines: [
            `# at ${cloud}: trust this repository and the environment, and nothing else`,
            ...cloudTrustLines(TRUSTING[cloud], {
              target,
              environment: environmentOf(job),
              repository,
              oidcSubject,
            }),
            `# in the job ${job.id}`,
            ...(job.environment === null ? ['environment: release'] : []),
            'permissions: # in addition to what the job has',
            '  id-token: write',
            ...LOGIN[cloud]((action) => `- uses: ${pinnedUse(action, pins)}`),
            '# then revoke the stored credential at the cloud, and delete the secret',
          ],
          url: HOW,
          path: workflow.path,
        }));
      },
    },
  ],
});

/** A name that only the run computes cannot be trusted beforehand. */
const environmentOf = ({ environment }: Job): string =>
  environment === null || environment.value.includes('${{') ? 'release' : environment.value;

/** Only logins in workflows that release or sign are about a signing key. */
function releaseLogins({
  tree,
  texts,
}: {
  readonly tree: readonly TreeEntry[];
  readonly texts: TextFiles;
}): readonly CloudLogin[] {
  const set = workflowsIn(texts);
  const signing = signStepsIn(set, texts).map(({ workflow }) => workflow);
  const files = new Set([...signing, ...releaseGraph(tree, texts, set).workflows.flatMap((each) => each.files)]);
  return cloudLoginsIn(set).filter(({ workflow }) => files.has(workflow));
}

const finding = ({ by, cloud, job, evidence }: CloudLogin): readonly Finding[] =>
  by === 'copied'
    ? evidence.map(({ value, place, route }) => ({
        rule: 'copied-credentials',
        message: `the job ${job.id} logs in to ${cloud} with stored credentials`,
        // What is not an expression is the credential itself, which is never shown.
        observed: `${route.at(-1)}: ${/^\s*\$\{\{[^}]*\}\}\s*$/.test(value) ? value.trim() : 'a literal value'}`,
        expected: `the identity of the workflow (id-token: write), which ${cloud} trusts`,
        location: place,
        route: route.join('.'),
      }))
    : [];

/** A variable of a job or workflow reaches many steps, and is one finding. */
const onceEach = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((each) => [JSON.stringify(each.location), each])).values(),
];

const untold = ({ cloud, evidence }: CloudLogin): readonly Limit[] =>
  evidence.map(({ place }) => ({
    fact: 'texts',
    reason: 'unresolvable',
    unlock: `say how line ${place.line} of ${place.path} logs in to ${cloud}`,
    at: place.path,
  }));

const LOGIN: Readonly<Record<CloudLogin['cloud'], (uses: (action: string) => string) => readonly string[]>> = {
  Azure: azure,
  AWS: aws,
  'Google Cloud': google,
  Vault: vault,
};
