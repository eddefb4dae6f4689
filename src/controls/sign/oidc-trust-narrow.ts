import { cloudLoginsIn } from '../../ecosystems/cloud-logins.ts';
import { CLOUD_TRUST } from '../../ecosystems/paths-to-read.ts';
import type { ManualStep } from '../../model/change.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import { isReadable, type TextFiles } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { cloudTrustLines, TRUSTING } from '../cloud-trust.ts';
import { exactSubjects } from '../oidc-subject.ts';
import { unreadWorkflows } from '../unread-workflows.ts';

const OIDC = 'https://docs.github.com/en/actions/reference/security/oidc' as const;

export default defineControl({
  id: 'oidc-trust-narrow',
  number: '3.06',
  section: 'sign',
  tier: 'must',
  title: 'The cloud trusts one repository and one environment',
  why: 'A loose subject lets any branch, or any repository of the owner, take the role that signs.',
  trap: 'A job with an environment carries the environment in its subject, not the ref. Repositories made, renamed or moved since July 2026 have subjects with numbers in them. A colon inside a name becomes %3A.',
  docs: [OIDC],
  rules: {
    'subject-wildcard': 'The trust takes any run of a repository, or any repository.',
    'subject-without-environment': 'The trust names a ref, and no environment.',
    'subject-missing': 'The trust asks for no subject, so that any repository on GitHub has it.',
    'audience-missing': 'The trust does not say for whom a token has to be made.',
  },
  needs: ['tree', 'texts'],
  uses: ['oidcSubject', 'repository'],

  detect({ tree, texts }) {
    const set = workflowsIn(texts);
    const unread = unreadWorkflows(set, tree, texts);
    if (!cloudLoginsIn(set).some(({ by }) => by === 'identity')) {
      return unread.length > 0
        ? {
            verdict: 'unknown',
            message: 'a workflow may log in by identity where nobody could look',
            limitedBy: unread,
          }
        : { verdict: 'not-applicable', message: 'no workflow logs in to a cloud by identity' };
    }
    const hidden = tree
      .filter(({ path }) => CLOUD_TRUST.test(path) && !isReadable(texts[path]))
      .map(
        ({ path }): Limit => ({
          fact: 'texts',
          reason: 'not-asked',
          unlock: `look at ${path} for the trust of the cloud`,
          at: path,
        }),
      );
    const limitedBy = [...unread, ...hidden];
    const subjects = subjectsIn(texts);
    const findings = [...subjects.flatMap((each) => each.finding ?? []), ...missingConditions(texts)];
    const worst = findings.find(({ rule }) => /^subject-(?:wildcard|missing)$/.test(rule));
    const [first] = findings;
    if (first !== undefined) {
      const message = (worst ?? first).message;
      return { verdict: worst === undefined ? 'partial' : 'fail', message, findings, limitedBy };
    }
    if (subjects.length > 0)
      return { verdict: 'pass', message: 'the trust in this repository names one environment', limitedBy };
    const unlock = 'look at the cloud which subject it trusts: no file here says so';
    return {
      verdict: 'unknown',
      message: 'which runs the cloud trusts is set at the cloud, and cannot be read from here',
      limitedBy: [{ fact: 'texts', reason: 'unresolvable', unlock }, ...limitedBy],
    };
  },

  remedies: [
    {
      id: 'narrow-the-subject',
      kind: 'manual',
      risk: 'review',
      phase: 4,
      title: 'Trust exactly one subject at the cloud',
      plan({ known, maybe: { repository, oidcSubject }, target }) {
        const logins = cloudLoginsIn(workflowsIn(known.texts)).filter(({ by }) => by === 'identity');
        const sites = new Map(
          logins.map(({ cloud, job }) => {
            const named = job.environment?.value ?? 'release';
            return [`${cloud} ${named}`, { cloud, environment: named.includes('${{') ? 'release' : named }] as const;
          }),
        );
        return [...sites.values()].map(({ cloud, environment }): ManualStep => {
          const site = { target, environment, repository, oidcSubject };
          return {
            kind: 'manual',
            summary: `let ${cloud} compare the subject for equality, and the audience too`,
            why: `only runs in the environment "${environment}" get the role; a job that names no environment carries its ref instead`,
            lines: [
              ...exactSubjects(site).map(({ text, since }) => (since === null ? text : `${text}   # ${since}`)),
              ...cloudTrustLines(TRUSTING[cloud], site),
            ],
            url: OIDC,
          };
        });
      },
    },
  ],
});

/** Subjects in files that speak of GitHub's issuer. */
const subjectsIn = (texts: TextFiles): readonly { readonly finding: Finding | null }[] =>
  Object.values(texts).flatMap((file) => {
    if (
      !isReadable(file) ||
      !/\.(?:tf|tofu|bicep|json|ya?ml)$/.test(file.path) ||
      !file.text.includes('token.actions.githubusercontent.com')
    )
      return [];
    return file.text.split('\n').flatMap((line, index) =>
      [...line.matchAll(/\brepo:[^"'\s,\]]+/g)].map((match) => {
        const [subject] = match;
        const loose = /[*?]/.test(subject) || /:pull_request$/.test(subject);
        if (!loose && /:environment:[^:]+$/.test(subject)) return { finding: null };
        const location = {
          path: file.path,
          line: index + 1,
          column: match.index + 1,
          endLine: index + 1,
          endColumn: match.index + 1 + subject.length,
        };
        const [rule, message] = loose
          ? ['subject-wildcard', `the trust takes ${subject}, which many runs carry`]
          : ['subject-without-environment', `the trust takes ${subject}, which no environment guards`];
        return {
          finding: {
            rule,
            message,
            observed: subject,
            expected: 'repo:OWNER/REPO:environment:NAME, compared for equality',
            location,
            route: `${index}`,
          },
        };
      }),
    );
  });

const ISSUER = 'token.actions.githubusercontent.com';

/** AWS compares nothing that a policy does not name; Google's providers take every repository without a condition. */
function missingConditions(texts: TextFiles): readonly Finding[] {
  return Object.values(texts).flatMap((file): readonly Finding[] => {
    if (!isReadable(file) || !CLOUD_TRUST.test(file.path) || !file.text.includes(ISSUER)) return [];
    const { text } = file;
    const isAws = /sts:AssumeRoleWithWebIdentity/i.test(text);
    const isGoogle = /google_iam_workload_identity_pool_provider/.test(text);
    const names = (claim: string) => new RegExp(`(?:githubusercontent\\.com|\\})[^"'\\n]*:${claim}\\b`).test(text);
    const at = (rule: string, message: string, expected: string): Finding => {
      const lines = text.slice(0, text.indexOf(ISSUER)).split('\n');
      const [line, column] = [lines.length, (lines.at(-1)?.length ?? 0) + 1];
      const location = { path: file.path, line, column, endLine: line, endColumn: column + ISSUER.length };
      return { rule, message, observed: ISSUER, expected, location };
    };
    const isOpen = (isAws && !names('sub')) || (isGoogle && !/attribute_condition/.test(text));
    const subject = at(
      'subject-missing',
      `${file.path} trusts GitHub’s tokens and asks for no subject: any repository on GitHub can log in`,
      'a condition on the subject: repo:OWNER/REPO:environment:NAME',
    );
    const audience = at(
      'audience-missing',
      `${file.path} does not ask for whom a token was made, so one for another service is taken as well`,
      `${ISSUER}:aud equal to sts.amazonaws.com`,
    );
    return [...(isOpen ? [subject] : []), ...(isAws && !names('aud') ? [audience] : [])];
  });
}
