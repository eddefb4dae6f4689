import { ecosystemsIn } from '../../ecosystems/detect-ecosystems.ts';
import { baseName } from '../../ecosystems/ecosystem.ts';
import { defineControl, type Limit } from '../../model/control.ts';
import type { TextFile, TextFiles, TreeEntry } from '../../model/files.ts';
import { type Finding, type Place, wholeFile } from '../../model/finding.ts';
import { listAnswer } from '../../model/question.ts';
import type { CodeownersError } from '../../model/repository.ts';
import {
  type Codeowners,
  type EffectiveCodeowners,
  effectiveCodeowners,
  ownersOf,
  parseCodeowners,
} from '../../workflow/codeowners.ts';
import { isWorkflowPath } from '../../workflow/read-workflows.ts';
import { ownersQuestion } from '../questions.ts';

const NEW_FILE = '.github/CODEOWNERS';
const ANY_NEW_WORKFLOW = '.github/workflows/any-new-file.yml';

export default defineControl({
  id: 'codeowners-workflows',
  number: '4.04',
  section: 'actions',
  tier: 'must',
  title: 'CODEOWNERS covers the build system',
  why: 'Whoever changes a workflow decides what your build runs and which secrets it sees: CODEOWNERS asks the people who answer for the build to look first.',
  trap: 'The last matching line wins, so a later line can take the owners away again. A second file in a place with higher precedence switches the first one off. Owners need write access, teams explicitly. Without a branch rule that requires their review, the file only asks.',
  docs: [
    'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners',
    'https://docs.github.com/en/actions/reference/security/secure-use',
  ],
  rules: {
    'no-codeowners': 'There is no CODEOWNERS file in any of the three places.',
    'workflow-unowned': 'A workflow, or one that is added tomorrow, has no owner.',
    'build-file-unowned': 'Another file that decides what the build does has no owner.',
    'owner-invalid': 'GitHub does not accept an owner on the line that counts.',
  },
  needs: ['tree', 'texts'],
  uses: ['codeownersErrors', 'ownerAccess', 'repository'],

  detect({ tree, texts }, { codeownersErrors, ownerAccess }) {
    const effective = effectiveCodeowners(tree, texts);
    if (effective === null)
      return { verdict: 'fail', message: 'nobody is asked to review the build system', findings: [absent] };
    if ('unreadable' in effective) {
      const { path, unreadable } = effective;
      const limit: Limit = {
        fact: 'texts',
        reason: 'unreadable',
        unlock: `make ${path} readable: it ${unreadable}`,
        at: path,
      };
      return { verdict: 'unknown', message: `${path} ${unreadable}`, limitedBy: [limit] };
    }
    const errors = codeownersErrors.state === 'known' ? codeownersErrors.value : [];
    const findings = gapsIn(effective.file, tree, texts, errors).map(({ finding }) => finding);
    const unchecked: Limit[] = [{ fact: 'codeownersErrors' }, { fact: 'ownerAccess' }];
    if (findings.length > 0) {
      const weak = findings.filter(({ rule }) => rule === 'build-file-unowned').length;
      return {
        verdict: weak === findings.length ? 'partial' : 'fail',
        message: `${effective.path} leaves ${findings.length} ${findings.length === 1 ? 'path' : 'paths'} of the build system without a valid owner`,
        findings,
        limitedBy: unchecked,
      };
    }
    const access = ownerAccess.state === 'known' ? ownerAccess.value : null;
    const isOneSeen = access !== null && access.writers.length < 2;
    if (isOneSeen && access.complete) {
      const message = `${effective.path} covers the build system, but only one account can write: nobody else could review`;
      return { verdict: 'partial', message, findings: [], limitedBy: unchecked };
    }
    const limitedBy = isOneSeen ? [...unchecked, MORE_WRITERS] : unchecked;
    return { verdict: 'pass', message: `${effective.path} names an owner for every build path`, limitedBy };
  },

  // Asking for a review cannot change what a run does.
  remedies: [
    {
      id: 'append-owners',
      kind: 'edit',
      risk: 'safe',
      phase: 1,
      title: 'Add the missing paths at the end of CODEOWNERS',
      unavailable: ({ known }) => (fileOf(known) === null ? 'there is no CODEOWNERS file to add to' : null),
      questions: (context) => [ownersQuestion(context)],
      plan({ known, maybe }, answers) {
        const file = fileOf(known);
        const owners = listAnswer(answers, 'owners');
        if (file === null || owners.length === 0) return [];
        const errors = maybe.codeownersErrors.state === 'known' ? maybe.codeownersErrors.value : [];
        const patterns = patternsFor(gapsIn(file, known.tree, known.texts, errors).map(({ path }) => path));
        if (patterns.length === 0) return [];
        const width = Math.max(...patterns.map((pattern) => pattern.length));
        const lines = patterns.map((pattern) => `${pattern.padEnd(width)} ${owners.join(' ')}`);
        const summary = `${owners.join(', ')} must look at changes of the build system`;
        const block = ['', '# The build system (the last matching line wins, so keep these at the end)', ...lines];
        return [{ kind: 'edit-file', path: file.path, operations: [{ op: 'append-lines', lines: block }], summary }];
      },
    },
    {
      id: 'create-codeowners',
      kind: 'new-file',
      risk: 'safe',
      phase: 1,
      title: 'Create .github/CODEOWNERS for the build system',
      unavailable: ({ known }) => {
        const effective = effectiveCodeowners(known.tree, known.texts);
        return effective === null ? null : `${effective.path} exists, and a second file would switch it off`;
      },
      questions: (context) => [ownersQuestion(context)],
      plan({ known }, answers) {
        const owners = listAnswer(answers, 'owners');
        const paths = patternsFor(buildPaths(NEW_FILE, known.tree, known.texts));
        const summary = `${owners.join(', ')} must look at changes of the build system`;
        return [{ kind: 'create-file', path: NEW_FILE, template: 'codeowners', inputs: { owners, paths }, summary }];
      },
    },
  ],
});

const MORE_WRITERS: Limit = {
  fact: 'ownerAccess',
  reason: 'forbidden',
  unlock: 'list everybody who can write: one account cannot review its own changes',
};

const absent: Finding = {
  rule: 'no-codeowners',
  message: 'there is no CODEOWNERS file, so nobody is asked to review changes of the workflows',
  observed: 'no CODEOWNERS file',
  expected: `${NEW_FILE} with owners of /.github/workflows/`,
  location: null,
};

type Gap = { readonly path: string; readonly finding: Finding };

function gapsIn(
  file: TextFile,
  tree: readonly TreeEntry[],
  texts: TextFiles,
  errors: readonly CodeownersError[],
): readonly Gap[] {
  const codeowners = parseCodeowners(file.text);
  return buildPaths(file.path, tree, texts).flatMap((path) => gapAt(path, file, codeowners, errors) ?? []);
}

function gapAt(path: string, file: TextFile, codeowners: Codeowners, errors: readonly CodeownersError[]): Gap | null {
  const rule = ownersOf(codeowners, path);
  const named = path === ANY_NEW_WORKFLOW ? 'a new workflow' : path;
  const isWorkflow = isWorkflowPath(path);
  const expected = `an owner for ${named} on the last line of ${file.path} that matches it`;
  const unowned = { rule: isWorkflow ? 'workflow-unowned' : 'build-file-unowned', expected, route: path };
  if (rule === null) {
    const message = `no line of ${file.path} covers ${named}`;
    return { path, finding: { ...unowned, message, observed: 'no owner', location: wholeFile(file.path) } };
  }
  const location = lineOf(file, rule.line);
  if (rule.owners.length === 0) {
    const message = `line ${rule.line} takes the owners of ${named} away`;
    return { path, finding: { ...unowned, message, observed: 'a line without owners', location } };
  }
  const error = errors.find((each) => each.path === file.path && each.line === rule.line);
  if (error === undefined) return null;
  const message = `GitHub does not accept the owner of ${named}: ${error.kind}`;
  return {
    path,
    finding: { rule: 'owner-invalid', message, observed: rule.owners.join(' '), expected, location, route: path },
  };
}

function lineOf({ path, text }: TextFile, line: number): Place {
  const written = text.split(/\r?\n/)[line - 1] ?? '';
  return { path, line, column: 1, endLine: line, endColumn: written.length + 1 };
}

const ACTION = /^\.github\/actions\/.*action\.ya?ml$/;
/** Dockerfiles, release scripts, and the keys that signatures are checked with. */
const OTHERS = [
  /(?:^|\/)(?:[\w.-]+\.)?dockerfile(?:\.[\w.-]+)?$/i,
  /(?:^|\/)(?:scripts?|tools|bin|\.github)\/(?:.*\/)?(?:release|publish|deploy)[\w.-]*$/i,
  /(?:^|\/)(?:cosign|release|signing)[\w-]*\.(?:pub|asc|pem|gpg)$/i,
];

/** Everything a stranger could change to change the build. Some need not exist yet: their first version deserves a review too. */
function buildPaths(codeowners: string, tree: readonly TreeEntry[], texts: TextFiles): readonly string[] {
  const files = tree.filter(({ mode }) => mode.startsWith('100')).map(({ path }) => path);
  const manifests = ecosystemsIn(tree, texts).map(({ manifest }) => manifest);
  return [
    ...new Set([
      ANY_NEW_WORKFLOW,
      ...files.filter((path) => isWorkflowPath(path) || ACTION.test(path)),
      codeowners,
      files.includes('.github/dependabot.yaml') ? '.github/dependabot.yaml' : '.github/dependabot.yml',
      ...manifests,
      ...OTHERS.flatMap((pattern) => files.filter((path) => pattern.test(path))),
    ]),
  ];
}

/** Patterns that cover these paths: folders for workflows and actions, one name for a manifest that stands in many folders. */
function patternsFor(paths: readonly string[]): readonly string[] {
  const names = paths.map(baseName);
  const patterns = paths.map((path) => {
    if (isWorkflowPath(path)) return '/.github/workflows/';
    if (path.startsWith('.github/actions/')) return '/.github/actions/';
    const name = baseName(path);
    return (names.filter((each) => each === name).length > 4 ? `/**/${name}` : `/${path}`).replaceAll(' ', '\\ ');
  });
  return [...new Set(patterns)];
}

function fileOf(known: { readonly tree: readonly TreeEntry[]; readonly texts: TextFiles }): TextFile | null {
  const effective: EffectiveCodeowners | null = effectiveCodeowners(known.tree, known.texts);
  return effective !== null && 'file' in effective ? effective.file : null;
}
