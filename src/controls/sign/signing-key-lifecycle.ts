import { releaseGraph } from '../../ecosystems/release-graph.ts';
import { type SignStep, signStepsIn } from '../../ecosystems/signing-steps.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { MaybeFacts } from '../../model/fact.ts';
import { isReadable, type TextFiles, type TreeEntry } from '../../model/files.ts';
import { type Finding, wholeFile } from '../../model/finding.ts';
import { type Answers, textAnswer, yesAnswer } from '../../model/question.ts';
import { slugOf, type Target } from '../../model/target.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { secretsOf } from '../../workflow/secret-references.ts';
import { DAYS_UNTIL_OLD, daysSince, isOlderThan } from '../age.ts';
import { type OpenPgpKey, openPgpKeysIn } from '../openpgp-key.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { unseenReleases } from '../unseen-releases.ts';

const SECURE_USE = 'https://docs.github.com/en/actions/reference/security/secure-use' as const;

export default defineControl({
  id: 'signing-key-lifecycle',
  number: '3.10',
  section: 'sign',
  tier: 'could',
  title: 'Rotation, revocation and loss of the key are planned',
  why: 'Keys expire, leak and get lost, and users who were told nothing either stop trusting good releases or go on trusting bad ones.',
  trap: 'A primary key that signs cannot be replaced without losing its name: sign with a subkey. A key in one piece of hardware needs a second one. A revocation certificate that lies beside the key is lost with it.',
  docs: [SECURE_USE],
  rules: {
    'expired-key': 'Every public key that is kept for releases has expired.',
    'revoked-key': 'Every public key that is kept for releases is revoked.',
    'never-expires': 'The key has no end, so that nobody has to renew it, and a lost one stays valid.',
    'no-plan': 'No document says when the key ends, how it is replaced, or what happens when it is lost or stolen.',
    'no-date': 'There is a plan, and no date to hold it to.',
    'old-key-secret': 'The secret with the key was not changed for more than a year, and no end of the key is known.',
  },
  needs: ['tree', 'texts'],
  uses: ['storedSecrets', 'environments'],

  detect({ tree, texts }, maybe, target, observedAt) {
    const set = workflowsIn(texts);
    const unseen = [...unreadWorkflows(set, tree, texts), ...unseenReleases(releaseGraph(tree, texts, set))];
    const signs = keyedSteps(texts);
    const [sign] = signs;
    if (sign === undefined) {
      if (unseen.length > 0)
        return { verdict: 'unknown', message: 'something may be signed where nobody could look', limitedBy: unseen };
      return { verdict: 'not-applicable', message: 'no workflow signs with a key of yours' };
    }
    const kept = keptKeys(texts);
    const hidden = hiddenFiles(tree, texts);
    const limitedBy = [...unseen, ...hidden];
    const ended = signs.some(({ method }) => method === 'openpgp') ? endOf(kept, observedAt) : null;
    if (ended !== null) return { verdict: 'fail', message: ended.message, findings: [ended], limitedBy };
    const plan = planIn(texts);
    const hasDate = kept.some(({ key }) => isAhead(key.validUntil, observedAt)) || plan.some(namesDayAhead(observedAt));
    const endless = hasDate ? [] : kept.flatMap((each) => endlessKey(each));
    const undated = plan.length > 0 && !hasDate && endless.length === 0 ? [noDate(sign)] : [];
    const old = hasDate ? [] : oldKeys(signs, maybe, target, observedAt);
    const findings = [...(plan.length > 0 ? [] : [noPlan(sign)]), ...endless, ...undated, ...old];
    const [first] = findings;
    if (first === undefined) {
      const message = 'the end of the key is known, and a document says what happens then and when it is lost';
      return { verdict: 'pass', message, limitedBy };
    }
    // What cannot be read may be the plan, or the key with its end.
    if (hidden.length > 0)
      return { verdict: 'unknown', message: 'the plan for the key may be in a file nobody could read', limitedBy };
    return { verdict: plan.length > 0 || hasDate ? 'partial' : 'fail', message: first.message, findings, limitedBy };
  },

  remedies: [
    {
      id: 'renew-key',
      kind: 'manual',
      risk: 'review',
      phase: 1,
      title: 'Renew the key, and publish it again',
      unavailable: ({ known, observedAt }) =>
        keyedSteps(known.texts).some(({ method }) => method === 'openpgp') &&
        endOf(keptKeys(known.texts), observedAt) !== null
          ? null
          : 'no key in the repository is known to have ended',
      plan: ({ known, observedAt }) => {
        const isRevoked = endOf(keptKeys(known.texts), observedAt)?.rule === 'revoked-key';
        const [path = 'KEYS'] = keptKeys(known.texts).map((each) => each.path);
        return [
          {
            kind: 'manual',
            summary: isRevoked ? 'make a new key, and say that the old one is revoked' : 'give the key a later end',
            why: 'users who check a release get an error until the public key they have is a valid one',
            lines: [
              ...(isRevoked
                ? [
                    "gpg --quick-generate-key 'NAME <ADDRESS>' ed25519 cert 2y",
                    'gpg --quick-add-key FINGERPRINT ed25519 sign 2y',
                  ]
                : ['gpg --quick-set-expire FINGERPRINT 2y', "gpg --quick-set-expire FINGERPRINT 2y '*'"]),
              `gpg --armor --export FINGERPRINT > ${path}`,
              '# publish it in the second place as well, and store the renewed key in the environment of the release',
            ],
            url: SECURE_USE,
          },
        ];
      },
    },
    {
      id: 'write-the-plan',
      kind: 'manual',
      risk: 'review',
      phase: 1,
      title: 'Write down what happens when the key ends, leaks or is lost',
      questions: () => [
        {
          id: 'signing-key-owner',
          kind: 'text',
          label: 'Who answers for the signing key?',
          help: 'A person or team that users and colleagues can reach, as in @octo-org/release.',
          required: true,
          default: { value: '@OWNER', from: 'a name to be replaced' },
        },
        {
          id: 'signing-key-backup',
          kind: 'confirm',
          label: 'Is there a second copy of the key, in another place?',
          help: 'Only yes or no: where it is belongs in no document.',
          required: true,
          default: { value: false, from: 'nothing in the repository can say it' },
        },
      ],
      plan: ({ target }, answers) => [
        {
          kind: 'manual',
          summary: 'add a section about the signing key to VERIFYING.md, and a reminder before it ends',
          why: 'whoever has to replace a stolen key in a hurry reads, and does not invent',
          lines: planLines(target, answers),
          url: SECURE_USE,
        },
      ],
    },
  ],
});

/** Keyless signing has no key to keep; Azure renews what its signing service uses every few days. */
const keyedSteps = (texts: TextFiles): readonly SignStep[] =>
  signStepsIn(workflowsIn(texts), texts).filter(
    ({ method, how }) => method !== 'sigstore' && !/^azure\/(?:artifact|trusted)-signing-action/i.test(how),
  );

const DOCUMENT = /^(?:\.github\/|docs?\/)?[^/]+\.(?:md|mdx|rst|adoc|txt)$/i;
const KEY_FILE = /(?:^|\/)(?:KEYS|[^/]+\.(?:asc|gpg))$/;

type KeptKey = { readonly path: string; readonly key: OpenPgpKey };

/** Public keys that the repository holds, in files of their own and in documents. */
const keptKeys = (texts: TextFiles): readonly KeptKey[] =>
  Object.values(texts).flatMap((file) =>
    isReadable(file) && (KEY_FILE.test(file.path) || DOCUMENT.test(file.path))
      ? (openPgpKeysIn(file.text) ?? []).map((key) => ({ path: file.path, key }))
      : [],
  );

/** Documents and keys that are there and could not be read, and keys that are not armored or damaged. */
const hiddenFiles = (tree: readonly TreeEntry[], texts: TextFiles): readonly Limit[] =>
  tree.flatMap(({ path }): readonly Limit[] => {
    if (!KEY_FILE.test(path) && !(DOCUMENT.test(path) && Object.hasOwn(texts, path))) return [];
    const file = texts[path];
    if (isReadable(file) && openPgpKeysIn(file.text) !== null) return [];
    const unlock = `look at ${path} for the end of the key, or the plan for it`;
    return [{ fact: 'texts', reason: 'unreadable', unlock, at: path }];
  });

const isAhead = (time: number, observedAt: string): boolean => Number.isFinite(time) && time > Date.parse(observedAt);

/** Some old keys stay so that old releases verify: only when none is left, the one in use has ended as well. */
function endOf(kept: readonly KeptKey[], observedAt: string): Finding | null {
  const isGood = ({ key }: KeptKey) => !key.revoked && key.validUntil > Date.parse(observedAt);
  const last = kept.toSorted(
    (a, b) => Number(a.key.revoked) - Number(b.key.revoked) || b.key.validUntil - a.key.validUntil,
  )[0];
  if (last === undefined || kept.some(isGood)) return null;
  const { revoked, validUntil } = last.key;
  const day = Number.isFinite(validUntil) ? new Date(validUntil).toISOString().slice(0, 10) : null;
  return {
    rule: revoked ? 'revoked-key' : 'expired-key',
    message: revoked
      ? `the key in ${last.path} is revoked, and no other is kept for the releases that are signed`
      : `the key in ${last.path} expired on ${day}, and no other is kept for the releases that are signed`,
    observed: revoked ? 'a revoked key' : `valid until ${day}`,
    expected: 'a key that is valid, and published again before it ends',
    location: wholeFile(last.path),
  };
}

function endlessKey({ path, key }: KeptKey): readonly Finding[] {
  if (key.revoked || Number.isFinite(key.validUntil)) return [];
  return [
    {
      rule: 'never-expires',
      message: `the key in ${path} never ends: if it is lost, it stays valid for ever`,
      observed: 'no expiry',
      expected: 'a key that ends within two years, and is renewed before',
      location: wholeFile(path),
    },
  ];
}

/** Paragraphs of documents that say what becomes of a key: its end, its replacement, its revocation. */
const planIn = (texts: TextFiles): readonly string[] =>
  Object.values(texts)
    .flatMap((file) => (isReadable(file) && DOCUMENT.test(file.path) ? file.text.split(/\r?\n\s*\r?\n(?=#|=|\S)/) : []))
    .filter((part) => /\b(?:keys?|certificates?)\b/i.test(part) && LIFECYCLE.test(part) && SIGNING.test(part));

const LIFECYCLE = /\b(?:rotat\w*|revo(?:ke\w*|cation\w*)|expir\w*|renew\w*|roll(?:ed|s|ing)?[ -]?over)\b/i;
const SIGNING = /\b(?:sign\w*|gpg|openpgp|pgp|cosign|minisign|fingerprint|releases?)\b/i;

const namesDayAhead =
  (observedAt: string) =>
  (part: string): boolean =>
    [...part.matchAll(/\b(20\d\d)-(\d\d)(?:-(\d\d))?\b/g)].some(([day]) => day > observedAt.slice(0, day.length));

const evidence = ({ how, place, job }: SignStep) => ({
  observed: how.split('\n')[0] ?? how,
  location: place,
  route: job.route.join('.'),
});

const noPlan = (sign: SignStep): Finding => ({
  rule: 'no-plan',
  message: `${sign.workflow.path} signs with a key, and no document says when it ends, how it is replaced or revoked`,
  expected: 'a section in VERIFYING.md or SECURITY.md: the end of the key, rotation, revocation, loss',
  ...evidence(sign),
});

const noDate = (sign: SignStep): Finding => ({
  rule: 'no-date',
  message: 'there is a plan for the signing key, and neither the key nor the plan has a date that lies ahead',
  expected: 'the day on which the key ends or is replaced, as in 2028-01-31',
  ...evidence(sign),
});

/** Secrets of the jobs that sign. Without a known end, their age is the only date there is. */
function oldKeys(
  signs: readonly SignStep[],
  { storedSecrets, environments }: MaybeFacts<'storedSecrets' | 'environments'>,
  target: Target,
  observedAt: string,
): readonly Finding[] {
  const names = new Set(
    signs.flatMap(({ workflow, job }) => secretsOf(workflow, job)).map((name) => name.toUpperCase()),
  );
  const stored = [
    ...(storedSecrets.state === 'known' ? storedSecrets.value.repository : []),
    ...(environments.state === 'known' ? environments.value.flatMap(({ secrets }) => secrets ?? []) : []),
  ];
  return stored
    .filter(
      ({ name, updatedAt }) => names.has(name.toUpperCase()) && isOlderThan(DAYS_UNTIL_OLD, updatedAt, observedAt),
    )
    .map(({ name, updatedAt }) => ({
      rule: 'old-key-secret',
      message: `the secret ${name} of a job that signs was last changed ${daysSince(updatedAt, observedAt)} days ago, and no end of the key is known`,
      observed: `updated_at: ${updatedAt}`,
      expected: 'a key with an end, replaced before it',
      location: { endpoint: `GET /repos/${slugOf(target) ?? 'OWNER/REPO'}/actions/secrets` },
      route: name,
    }));
}

const planLines = (target: Target, answers: Answers): readonly string[] => [
  '## The signing key',
  '',
  `${textAnswer(answers, 'signing-key-owner', '@OWNER')} answers for the key. It ends on YYYY-MM-DD and is renewed at least`,
  'a month before; the renewed public key is published here and in the second place.',
  'Rotation: a new key is announced in a release that the old key still signs.',
  'Revocation: if the key is stolen, its revocation is published here within a day, with the releases that are affected.',
  yesAnswer(answers, 'signing-key-backup')
    ? 'Loss: a second copy is kept in another place, and its revocation certificate apart from both.'
    : 'Loss: a new key is announced here and in the second place.',
  ...(yesAnswer(answers, 'signing-key-backup')
    ? []
    : ['# first make a second copy of the key, and keep its revocation certificate apart from both']),
  `gh issue create --repo ${slugOf(target) ?? 'OWNER/REPO'} --title 'Renew the signing key' --body 'It ends on YYYY-MM-DD.'`,
];
