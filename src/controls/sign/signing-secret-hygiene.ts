import { reachedSteps } from '../../ecosystems/reached-steps.ts';
import { tracedCommands } from '../../ecosystems/traced-command.ts';
import type { ManualStep } from '../../model/change.ts';
import { defineControl } from '../../model/control.ts';
import { isReadable, type TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { slugOf } from '../../model/target.ts';
import { expressionsIn } from '../../workflow/expressions.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { secretsIn, textsOf } from '../../workflow/secret-references.ts';
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
  },
  needs: ['tree', 'texts'],
  uses: ['storedSecrets', 'environments'],

  detect({ tree, texts }, { storedSecrets, environments }, target) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    const own = fileFindings(texts);
    const guarded =
      environments.state === 'known'
        ? environments.value.flatMap(({ secrets, name }) =>
            (secrets ?? []).map((secret) => ({ secret: secret.name, name })),
          )
        : [];
    const stored = storedSecrets.state === 'known' ? storedSecrets.value.repository.map(({ name }) => name) : [];
    const twice = guarded
      .filter(({ secret }) => stored.includes(secret))
      .map(
        ({ secret, name }): Finding => ({
          rule: 'stored-twice',
          message: `the secret ${secret} of the environment ${name} is stored for the whole repository as well`,
          observed: secret,
          expected: `${secret} only in the environment ${name}`,
          location: { endpoint: `GET /repos/${slugOf(target) ?? 'OWNER/REPO'}/actions/secrets` },
          route: name,
        }),
      );
    const findings = [...own, ...twice];
    const [first] = findings;
    const used = set.workflows.flatMap(textsOf).some(({ value }) => secretsIn(value).length > 0);
    if (first === undefined) {
      if (used) {
        const limitedBy = [...unread, { fact: 'storedSecrets' }, { fact: 'environments' }] as const;
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
    const fails = findings.some(({ rule }) => !/^(?:structured-secret|stored-twice)$/.test(rule));
    return { verdict: fails ? 'fail' : 'partial', message: first.message, findings, limitedBy: unread };
  },

  remedies: [
    {
      id: 'hand-over-by-environment',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Hand secrets over in the env of the step, and by standard input',
      plan: ({ known }) => {
        const findings = fileFindings(known.texts);
        const paths = findings.flatMap(({ location }) =>
          location !== null && 'path' in location ? [location.path] : [],
        );
        return paths.length === 0 ? [deleteCopy] : [...new Set(paths)].map((path) => mend(path, findings));
      },
    },
  ],
});

const deleteCopy: ManualStep = {
  kind: 'manual',
  summary: 'delete the copies of environment secrets that are stored for the repository',
  why: 'every workflow on every branch can read a secret of the repository',
  lines: ['gh secret list', 'gh secret delete NAME'],
  url: SECRETS,
};

const mend = (path: string, findings: readonly Finding[]): ManualStep => ({
  kind: 'manual',
  summary: `keep secrets out of scripts in ${path}`,
  why: findings.some(({ rule }) => rule === 'key-in-repository')
    ? 'a key that was committed is known for good: rotate it first, then remove it'
    : 'the step’s environment is read by that step alone, and standard input by that program alone',
  lines: [
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
  return set.workflows.flatMap((workflow) => {
    const scripts = new Set(
      reachedSteps(set).flatMap(({ actual, workflow: file }) =>
        file === workflow && actual.run !== null ? [actual.run.route.join('.')] : [],
      ),
    );
    return textsOf(workflow).flatMap(({ value, place, route }): readonly Finding[] => {
      const finding = (rule: string, message: string, observed: string, expected: string): Finding => ({
        rule,
        message,
        observed,
        expected,
        location: place,
        route: route.join('.'),
      });
      return expressionsIn(value).flatMap(({ text, start, end }) => {
        const [secret] = secretsIn(value.slice(start, end));
        if (secret === undefined) return [];
        if (/\btoJSON\s*\(\s*secrets\s*\)/i.test(text))
          return [
            finding(
              'all-secrets',
              'every secret of the repository is handed over at once',
              text,
              'the secrets that are needed, by name',
            ),
          ];
        if (/\bfromJSON\s*\(\s*secrets\b/i.test(text))
          return [
            finding(
              'structured-secret',
              `the secret ${secret} is a document, and logs do not hide its parts`,
              text,
              'one secret for each value',
            ),
          ];
        if (!scripts.has(route.join('.'))) return [];
        return [
          finding(
            'secret-in-script',
            `the secret ${secret} is written into the script, and onto a command line of it`,
            text,
            'the secret in the env of the step, read as a variable',
          ),
        ];
      });
    });
  });
}

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
