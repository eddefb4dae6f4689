import { isReadable, type TextFile, type TextFiles } from '../model/files.ts';
import type { Place } from '../model/finding.ts';
import { originOf } from './origin.ts';
import { workflowsIn } from './read-workflows.ts';
import { at, entriesOf, follow, isMapping, locatedText, type YamlView } from './yaml-view.ts';

/** A secret in plain text: what it is, where, how long. Its value goes nowhere. `nth` counts its kind within the file, from 0. */
export type PlaintextSecret = {
  readonly what: string;
  readonly length: number;
  readonly place: Place;
  readonly nth: number;
};

/** Prefixes that providers chose so that their tokens can be recognised. No upper length: installation tokens grow. */
const FORMS: readonly { readonly what: string; readonly form: RegExp }[] = [
  { what: 'a GitHub token', form: /\b(?:gh[pousr]_[A-Za-z0-9_.-]{36,}|github_pat_[A-Za-z0-9_]{60,})/g },
  { what: 'an AWS access key', form: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { what: 'an npm token', form: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { what: 'a PyPI token', form: /\bpypi-AgE[A-Za-z0-9_-]{50,}/g },
  { what: 'a RubyGems key', form: /\brubygems_[0-9a-f]{48}\b/g },
  { what: 'a Docker Hub token', form: /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{24,}/g },
  { what: 'a GitLab token', form: /\bglpat-[A-Za-z0-9_-]{20,}/g },
  { what: 'a Slack token', form: /\bxox[abeprs]-[0-9A-Za-z-]{20,}/g },
  { what: 'a Slack webhook', form: /hooks\.slack\.com\/services\/T[0-9A-Z]{8,}\/B[0-9A-Z]{8,}\/[0-9A-Za-z]{20,}/g },
  { what: 'a Stripe key', form: /\b[rs]k_live_[0-9A-Za-z]{24,}/g },
  { what: 'a Google API key', form: /\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g },
  // The header alone stands in many scripts that look for keys: the key itself must follow.
  {
    what: 'a private key',
    form: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n)+(?:[A-Za-z-]+: [^\n]*\n\s*)*[A-Za-z0-9+/=]{40,}/g,
  },
];

/** Files that runs execute. Documents and samples of tests hold look-alikes. */
const EXECUTED =
  /^\.github\/(?:workflows\/[^/]+\.ya?ml|actions\/)|(?:^|\/)action\.ya?ml$|\.(?:sh|bash|ps1|bat|cmd|mk)$|(?:^|\/)(?:GNUmakefile|[Mm]akefile|[Jj]ustfile|Dockerfile[^/]*|[^/]+\.Dockerfile|\.npmrc)$/;
const SAMPLES = /(?:^|\/)(?:tests?|__tests__|testdata|fixtures?|examples?|samples?|node_modules|vendor)\//;

const remembered = new WeakMap<TextFiles, readonly PlaintextSecret[]>();

/** Every secret in plain text among the files that runs execute, sorted by path; remembered by the texts. */
export function plaintextSecretsIn(texts: TextFiles): readonly PlaintextSecret[] {
  const before = remembered.get(texts);
  if (before !== undefined) return before;
  const byForm = Object.keys(texts)
    .sort()
    .flatMap((path) => {
      const file = texts[path];
      return isReadable(file) && EXECUTED.test(path) && !SAMPLES.test(path) ? inText(file) : [];
    });
  const found = [...byForm, ...registryPasswords(texts)];
  remembered.set(texts, found);
  return found;
}

function inText(file: TextFile): readonly PlaintextSecret[] {
  return FORMS.flatMap(({ what, form }) =>
    [...file.text.matchAll(form)]
      .filter(([text]) => !isPlaceholder(text))
      .map((match, nth) => ({ what, length: match[0].length, place: placeOf(file, match.index, match[0]), nth })),
  );
}

/** `ghp_xxxx…` and AWS's own AKIAIOSFODNN7EXAMPLE are written to be seen. */
const isPlaceholder = (text: string): boolean =>
  /EXAMPLE|PLACEHOLDER|REDACTED|x{6}|X{6}|0{8}|1234567/.test(text) || new Set(text.slice(4)).size < 8;

/** A key spans lines; the finding stands on its first. */
function placeOf({ path, text }: TextFile, index: number, found: string): Place {
  const before = text.slice(0, index);
  const line = before.split('\n').length;
  const column = index - before.lastIndexOf('\n');
  return { path, line, column, endLine: line, endColumn: column + (found.split(/\r?\n/)[0] ?? '').length };
}

/** `credentials.password` of a job's container and services, when it is no expression. */
function registryPasswords(texts: TextFiles): readonly PlaintextSecret[] {
  return workflowsIn(texts).workflows.flatMap(({ jobs }) => {
    const views = jobs.flatMap((job) => {
      const view = originOf(job);
      const services = at(view, 'services');
      return [
        follow(view, ['container', 'credentials', 'password']),
        ...(isMapping(services)
          ? entriesOf(services).map(([, service]) => follow(service, ['credentials', 'password']))
          : []),
      ];
    });
    return views
      .flatMap(literalIn)
      .map((each, nth) => ({ what: 'a registry password', length: each.value.length, place: each.place, nth }));
  });
}

const literalIn = (view: YamlView | null) => {
  const text = locatedText(view);
  return text === null || text.value === '' || text.value.includes('${{') ? [] : [text];
};
