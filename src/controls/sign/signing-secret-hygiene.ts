import type { LeftByHand } from '../../ecosystems/hand-over.ts';
import { reachedSteps } from '../../ecosystems/reached-steps.ts';
import { tracedCommands } from '../../ecosystems/traced-command.ts';
import type { ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { Fact, MaybeFacts } from '../../model/fact.ts';
import { isReadable, type TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import type { Environment } from '../../model/settings.ts';
import { slugOf, type Target } from '../../model/target.ts';
import { expressionsIn } from '../../workflow/expressions.ts';
import { isWorkflowPath, workflowsIn } from '../../workflow/read-workflows.ts';
import { secretsIn, textsOf } from '../../workflow/secret-references.ts';
import type { Workflow } from '../../workflow/workflow-file.ts';
import { DAYS_UNTIL_OLD, daysSince, isOlderThan } from '../age.ts';
import { type HandingOver, handedOver, type Wanted } from '../hand-over-edit.ts';
import { textsAfter } from '../sound-edits.ts';
import { unreadFiles } from '../unread-files.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const SECRETS =
  'https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets' as const;

export default defineControl({
  id: 'signing-secret-hygiene',
  number: '3.04',
  section: 'sign',
  tier: 'should',
  title: 'Secrets are handled so that they stay secret',
  why: 'Logs only hide the exact text of a secret, and what stands on a command line or in a file can be read by everything that runs beside it.',
  trap: 'Base64 is not encryption, and what is decoded from it is not hidden in logs. A whole JSON document as one secret hides none of its parts. In runs of forks a secret is empty: a step that does not look passes without signing.',
  docs: [SECRETS, 'https://docs.github.com/en/actions/reference/security/secure-use'],
  rules: {
    'key-in-repository': 'A private key stands in a file of the repository.',
    'secret-in-script': 'A secret is written into the text of a script before it runs.',
    'secret-printed': 'A command prints a secret.',
    'all-secrets': 'Every secret is handed over at once.',
    'structured-secret': 'A secret is a document, whose parts no log hides.',
    'stored-twice': 'A secret of an environment is also stored for the whole repository.',
    'old-secret': 'A secret that workflows use was not changed for more than a year.',
  },
  needs: ['tree', 'texts'],
  uses: ['storedSecrets', 'environments'],

  detect({ tree, texts }, { storedSecrets, environments }, target, observedAt) {
    const set = workflowsIn(texts);
    const unread = [...unreadWorkflows(set, tree, texts), ...unreadFiles(texts, (path) => !isWorkflowPath(path))];
    const own = fileFindings(texts);
    const used = usedSecrets(texts).length > 0;
    const stored = { storedSecrets, environments };
    const findings = [...own, ...storedTwice(stored, target), ...oldSecrets(stored, texts, target, observedAt)];
    const [first] = findings;
    if (first === undefined) {
      if (used) {
        const limitedBy: readonly Limit[] = [
          ...unread,
          { fact: 'storedSecrets' },
          { fact: 'environments' },
          ...unlisted(environments),
        ];
        return {
          verdict: 'pass',
          message: 'no secret is written into a script, printed or handed over as a whole',
          limitedBy,
        };
      }
      return unread.length > 0
        ? { verdict: 'unknown', message: 'a secret may be used where nobody could look', limitedBy: unread }
        : { verdict: 'not-applicable', message: 'no workflow uses a secret' };
    }
    const fails = findings.some(({ rule }) => !/^(?:structured-secret|stored-twice|old-secret)$/.test(rule));
    return { verdict: fails ? 'fail' : 'partial', message: first.message, findings, limitedBy: unread };
  },

  remedies: [
    {
      id: 'hand-over-by-environment',
      kind: 'edit',
      risk: 'review',
      phase: 2,
      title: 'Hand secrets over in the env of the step',
      unavailable: ({ known }) =>
        edited(known.texts).edits.length > 0 ? null : 'no script that holds a secret is understood well enough',
      plan: ({ known }) => {
        const { edits } = edited(known.texts);
        return [...edits, ...leftIn(textsAfter(known.texts, edits))];
      },
    },
    {
      id: 'look-at-each-secret',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Hand secrets over yourself, by env and by standard input',
      unavailable: ({ known }) =>
        fileFindings(known.texts).length > 0 ? null : 'no file hands a secret over in such a way',
      plan: ({ known }) => leftIn(known.texts),
    },
    {
      id: 'renew-stored-secrets',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Change secrets that are old, and keep each in one place',
      unavailable: ({ known, maybe, target, observedAt }) =>
        storedTwice(maybe, target).length + oldSecrets(maybe, known.texts, target, observedAt).length > 0
          ? null
          : 'no stored secret is known to be old, or stored twice',
      plan: ({ known, maybe, target, observedAt }) => [
        ...(storedTwice(maybe, target).length > 0 ? [deleteCopy] : []),
        ...(oldSecrets(maybe, known.texts, target, observedAt).length > 0 ? [renew] : []),
      ],
    },
  ],
});

const remembered = new WeakMap<TextFiles, HandingOver>();

/** What can be edited. Remembered by the texts: whether a remedy is offered and what it plans are asked one after the other. */
function edited(texts: TextFiles): HandingOver {
  const before = remembered.get(texts);
  if (before !== undefined) return before;
  const isWanted: Wanted = ({ text }, step, _sites, where) => where === step.run && ruleOf(text) === 'secret-in-script';
  const found = handedOver(workflowsIn(texts), isWanted, texts, 'scripts read secrets from their environment');
  remembered.set(texts, found);
  return found;
}

/** What is left to a person in these texts. */
function leftIn(texts: TextFiles): readonly ManualStep[] {
  const findings = fileFindings(texts);
  const { byHand } = edited(texts);
  const paths = findings.flatMap(({ location }) => (location !== null && 'path' in location ? [location.path] : []));
  return [...new Set(paths)].map((path) =>
    mend(
      path,
      findings,
      byHand.filter(({ text }) => text.place.path === path),
    ),
  );
}

/** Environments whose secrets could not be listed. */
const unlisted = (environments: Fact<readonly Environment[]>): readonly Limit[] =>
  (environments.state === 'known' ? environments.value : [])
    .filter(({ secrets }) => secrets === null)
    .map(({ name }) => ({
      fact: 'environments',
      reason: 'forbidden',
      unlock: `list the secrets of the environment ${name} as an administrator`,
    }));

const deleteCopy: ManualStep = {
  kind: 'manual',
  summary: 'delete the copies of environment secrets that are stored for the repository',
  why: 'every workflow on every branch can read a secret of the repository',
  lines: ['gh secret list', 'gh secret delete NAME'],
  url: SECRETS,
};

const renew: ManualStep = {
  kind: 'manual',
  summary: 'change the secrets that are older than a year, and delete those that nothing needs',
  why: 'who copied a secret long ago still has it, and only a change takes it away',
  lines: [
    'gh secret list --json name,updatedAt',
    'gh secret list --env NAME --json name,updatedAt',
    '# make a new one where it comes from, store it, run the workflow once, then revoke the old one there',
    'gh secret set NAME --env ENVIRONMENT',
  ],
  url: SECRETS,
};

type Stored = MaybeFacts<'storedSecrets' | 'environments'>;

const endpointOf = (target: Target, rest: string) => ({
  endpoint: `GET /repos/${slugOf(target) ?? 'OWNER/REPO'}${rest}`,
});

const inEnvironments = ({ environments }: Stored) =>
  environments.state === 'unknown'
    ? []
    : environments.value.flatMap(({ secrets, name }) =>
        (secrets ?? []).map((secret) => ({ ...secret, environment: name })),
      );

function storedTwice(stored: Stored, target: Target): readonly Finding[] {
  const { storedSecrets } = stored;
  const copies = storedSecrets.state === 'known' ? storedSecrets.value.repository.map(({ name }) => name) : [];
  return inEnvironments(stored)
    .filter(({ name }) => copies.includes(name))
    .map(({ name, environment }) => ({
      rule: 'stored-twice',
      message: `the secret ${name} of the environment ${environment} is stored for the whole repository as well`,
      observed: name,
      expected: `${name} only in the environment ${environment}`,
      location: endpointOf(target, '/actions/secrets'),
      route: environment,
    }));
}

/** Stored secrets that a workflow uses and that were not changed for more than a year. */
function oldSecrets(stored: Stored, texts: TextFiles, target: Target, observedAt: string): readonly Finding[] {
  const used = usedSecrets(texts);
  const { repository, organization } =
    stored.storedSecrets.state === 'known' ? stored.storedSecrets.value : { repository: [], organization: null };
  const everywhere = [
    ...repository.map((secret) => ({ ...secret, at: '/actions/secrets' })),
    ...(organization ?? []).map((secret) => ({ ...secret, at: '/actions/organization-secrets' })),
    ...inEnvironments(stored).map((secret) => ({ ...secret, at: `/environments/${secret.environment}/secrets` })),
  ];
  return everywhere
    .filter(({ name }) => used.includes('*') || used.includes(name.toUpperCase()))
    .filter(({ updatedAt }) => isOlderThan(DAYS_UNTIL_OLD, updatedAt, observedAt))
    .map(({ name, updatedAt, at }) => ({
      rule: 'old-secret',
      message: `the secret ${name} was last changed ${daysSince(updatedAt, observedAt)} days ago`,
      observed: `updated_at: ${updatedAt}`,
      expected: 'a secret that was changed within a year, or an identity instead of it',
      location: endpointOf(target, at),
      route: name,
    }));
}

/** Names of secrets in any workflow, in capitals, as GitHub stores them; `*` when all are taken at once. */
const usedSecrets = (texts: TextFiles): readonly string[] =>
  workflowsIn(texts)
    .workflows.flatMap(textsOf)
    .flatMap(({ value }) => secretsIn(value))
    .map((name) => name.toUpperCase());

const mend = (path: string, findings: readonly Finding[], left: readonly LeftByHand[]): ManualStep => ({
  kind: 'manual',
  summary: `keep secrets out of scripts in ${path}`,
  why: findings.some(({ rule }) => rule === 'key-in-repository')
    ? 'a key that was committed is known for good: rotate it first, then remove it'
    : 'the step’s environment is read by that step alone, and standard input by that program alone',
  lines: [
    ...findings.flatMap(({ location, message }) =>
      location !== null && 'line' in location && location.path === path ? [`# line ${location.line}: ${message}`] : [],
    ),
    ...left.map(({ expression, because }) => `# \${{ ${expression.text} }} is not edited: ${because}`),
    '- run: gpg --batch --pinentry-mode loopback --passphrase-fd 0 --detach-sign "$FILE" <<<"$PASSPHRASE"',
    '  env:',
    '    PASSPHRASE: ${{ secrets.PASSPHRASE }}',
  ],
  url: SECRETS,
  path,
});

const fileFindings = (texts: TextFiles): readonly Finding[] => {
  const onceEach = new Map(
    [...keysIn(texts), ...usesIn(texts), ...printed(texts)].map((each) => [
      JSON.stringify([each.rule, each.location, each.observed]),
      each,
    ]),
  );
  return [...onceEach.values()];
};

/** A header with key material below it; documents that only show the header are none. */
const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\\n|\s)+(?:[A-Za-z-]+:[^\n]*\n\s*)*[A-Za-z0-9+/=]{40,}/;

function keysIn(texts: TextFiles): readonly Finding[] {
  return Object.values(texts).flatMap((file) => {
    if (!isReadable(file)) return [];
    const match = PRIVATE_KEY.exec(file.text);
    if (match === null) return [];
    const before = file.text.slice(0, match.index).split('\n');
    const header = /^-----[^\n]*?-----/.exec(match[0])?.[0] ?? '';
    const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1];
    return [
      {
        rule: 'key-in-repository',
        message: `${file.path} holds a private key, which everybody who reads the repository has`,
        observed: header,
        expected: 'a new key, kept as a secret of an environment',
        location: { path: file.path, line, column, endLine: line, endColumn: column + header.length },
      },
    ];
  });
}

function usesIn(texts: TextFiles): readonly Finding[] {
  const set = workflowsIn(texts);
  const scripts = new Map<Workflow, Set<string>>(set.workflows.map((workflow) => [workflow, new Set()]));
  for (const { actual, workflow } of reachedSteps(set)) {
    if (actual.run !== null) scripts.get(workflow)?.add(actual.run.route.join('.'));
  }
  return set.workflows.flatMap((workflow) => {
    return textsOf(workflow).flatMap(({ value, place, route }): readonly Finding[] => {
      const finding = (rule: string, message: string, observed: string, expected: string): Finding => ({
        rule,
        message,
        observed,
        expected,
        location: place,
        route: route.join('.'),
      });
      return expressionsIn(value).flatMap(({ text }) => {
        const rule = ruleOf(text);
        if (rule === null || (rule === 'secret-in-script' && scripts.get(workflow)?.has(route.join('.')) !== true))
          return [];
        const [message, expected] = WORDS[rule](secretsIn(`\${{ ${text} }}`)[0] ?? '');
        return [finding(rule, message, text, expected)];
      });
    });
  });
}

type UseRule = 'all-secrets' | 'structured-secret' | 'secret-in-script';

/** What is wrong with an expression that reads a secret, where it stands in a script; null when it reads none. */
function ruleOf(expression: string): UseRule | null {
  if (secretsIn(`\${{ ${expression} }}`).length === 0) return null;
  if (/\btoJSON\s*\(\s*secrets\s*\)/i.test(expression)) return 'all-secrets';
  return /\bfromJSON\s*\(\s*secrets\b/i.test(expression) ? 'structured-secret' : 'secret-in-script';
}

const WORDS: Readonly<Record<UseRule, (secret: string) => readonly [message: string, expected: string]>> = {
  'all-secrets': () => [
    'every secret of the repository is handed over at once',
    'the secrets that are needed, by name',
  ],
  'structured-secret': (secret) => [
    `the secret ${secret} is a document, and logs do not hide its parts`,
    'one secret for each value',
  ],
  'secret-in-script': (secret) => [
    `the secret ${secret} is written into the script, and onto a command line of it`,
    'the secret in the env of the step, read as a variable',
  ],
};

/** `echo "$KEY"` to the log; into a file or another program it is not printed. */
const printed = (texts: TextFiles): readonly Finding[] =>
  tracedCommands(workflowsIn(texts), texts).flatMap(({ at, command, place, isWritten, route }) => {
    if (
      !isWritten ||
      !/^(?:echo|printf|Write-Host|Write-Output)$/.test(command.name) ||
      command.pipedTo !== null ||
      />/.test(command.text)
    )
      return [];
    if (/::add-mask::/.test(command.text)) return [];
    const layers = [
      ...Object.entries(at.workflow.env),
      ...Object.entries(at.job.env),
      ...Object.entries(at.actual.env),
    ];
    return layers.flatMap(([name, { value }]) => {
      const [secret] = secretsIn(value);
      const isWhole = /^\s*\$\{\{\s*secrets\.\w+\s*\}\}\s*$/.test(value);
      if (secret === undefined || !isWhole || !new RegExp(`\\$(?:env:)?\\{?${name}\\b(?!:?[+])`).test(command.text))
        return [];
      return [
        {
          rule: 'secret-printed',
          message: `the secret ${secret} is printed to the log`,
          observed: `${command.name} of ${name}`,
          expected: 'a secret that goes to the program that needs it, by standard input',
          location: place,
          route: `${route.join('.')}.${command.line}`,
        },
      ];
    });
  });
