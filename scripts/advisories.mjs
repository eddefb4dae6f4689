// Writes src/adapters/action-advisories.json from a folder of facts about advisories: node scripts/advisories.mjs FOLDER
// The facts are dated and checked one by one; the sentences are ours, so an advisory without one here stops the script.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OUTPUT = 'src/adapters/action-advisories.json';
const MOST_BYTES = 15_000;

/** What went wrong, by action and id. Names of incidents that have no advisory are ours. */
const SUMMARIES = {
  'tj-actions/changed-files GHSA-mrrh-fwg8-r2c3':
    'tags were moved to code that wrote the secrets of a run into its log',
  'reviewdog/action-setup GHSA-qmg3-hpqr-gqvc': 'tag v1 was moved to code that wrote the secrets of a run into its log',
  'aquasecurity/trivy-action GHSA-69fq-xp46-6x23': 'nearly all tags were moved to code that stole credentials',
  'aquasecurity/setup-trivy GHSA-69fq-xp46-6x23': 'all tags were moved to code that stole credentials',
  'checkmarx/kics-github-action TeamPCP-KICS-2026-03': 'all tags were moved to code that stole credentials',
  'checkmarx/ast-github-action TeamPCP-AST-2026': 'releases were published that stole credentials',
  'xygeni/xygeni-action xygeni-action-2026-03': 'tag v5 was moved to code that opened a remote shell on the runner',
  'actions-cool/issues-helper actions-cool-2026-05': 'every tag was moved to code that reads the memory of the runner',
  'actions-cool/maintain-one-comment actions-cool-2026-05':
    'every tag was moved to code that reads the memory of the runner',
  'github/codeql-action GHSA-vqf5-2xx6-9wfm': 'debug artifacts may hold the token of the run',
  'actions/download-artifact GHSA-cxww-7g56-2vh6': 'an artifact can write outside its folder when it is extracted',
  'tj-actions/changed-files GHSA-mcph-m25j-8j63': 'names of changed files can run commands',
  'tj-actions/verify-changed-files GHSA-ghm2-rq8q-wrhc': 'names of changed files can run commands',
  'tj-actions/branch-names GHSA-8v8w-v8xg-79rf': 'the name of a branch can run commands',
  'gradle/gradle-build-action GHSA-h3qr-39j9-4r5v': 'the cache may hold secrets of the run',
  'azure/setup-kubectl GHSA-p756-rfxh-x63h': 'the program it installs can be changed by every user of the machine',
  'hashicorp/vault-action GHSA-4mgv-m5cm-f9h7': 'secrets of several lines show in the log',
  'rlespinasse/github-slug-action GHSA-6q4m-7476-932w': 'the name of a branch can run commands',
  'rlespinasse/github-slug-action GHSA-7f32-hm4h-w77q': 'it sets variables by a command that was removed as unsafe',
  'atlassian/gajira-create GHSA-4xqx-pqpj-9fqw': 'the text of an issue can run code',
  'check-spelling/check-spelling GHSA-g86g-chm8-7r2p': 'a symbolic link in a pull request can reveal the token',
  'kartverket/github-workflows/.github/workflows/run-terraform.yml GHSA-f9qj-7gh3-mhj4':
    'a pull request can run code by way of terraform plan',
  'some-natalie/ghas-to-csv GHSA-634p-93h9-92vh': 'alerts can put formulas into the table it writes',
  'embano1/wip GHSA-rg3q-prf8-qxmp': 'the title of a pull request can run commands',
  'pytorch/pytorch/.github/actions/filter-test-configs GHSA-hw6r-g8gj-2987': 'its inputs can run commands',
  'fish-shop/syntax-check GHSA-xj87-mqvh-88w2': 'its input pattern can run commands',
  'ultralytics/actions GHSA-7x29-qqmq-v6qc': 'the name of a branch can run commands',
  'j178/prek-action GHSA-pwf7-47c3-mfhx': 'its inputs can run commands',
};

/** Tags that were moved once and are safe again are no reason to warn: of these incidents only the commits are. */
const ONLY_COMMITS = ['reviewdog/action-setup'];
/** Ranges that the facts give in prose. */
const RANGES = {
  'aquasecurity/trivy-action': '>= 0.0.1, <= 0.34.2',
  'aquasecurity/setup-trivy': '>= 0.2.0, < 0.2.6',
  'checkmarx/kics-github-action': '< 2.1.20',
};

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('which folder holds advisories.json? node scripts/advisories.mjs FOLDER');
  process.exit(2);
}
const { _meta: meta, advisories } = JSON.parse(readFileSync(join(folder, 'advisories.json'), 'utf8'));

/** `>=4.0.0,<4.1.3` as GitHub writes it: `>= 4.0.0, < 4.1.3`. */
function rangeOf(versions) {
  if (versions === undefined) return null;
  const parts = versions.split(',').map((part) => /^(<=|>=|<|>|=)\s*(\d[\w.-]*)$/.exec(part.trim()));
  if (parts.includes(null)) throw new Error(`not a range of versions: ${versions}`);
  return parts.map(([, sign, version]) => `${sign} ${version}`).join(', ');
}

function refsOf(action, tags) {
  if (ONLY_COMMITS.includes(action) || tags === undefined) return [];
  if (Array.isArray(tags)) return tags;
  return tags.startsWith('every tag') ? ['*'] : [];
}

function entryOf(facts) {
  const action = facts.action.toLowerCase();
  const id = facts.id ?? facts.aliases[0];
  const summary = SUMMARIES[`${action} ${id}`];
  if (summary === undefined) throw new Error(`write a sentence for ${action} ${id}`);
  const commits = facts.affected.shas ?? [];
  const wrong = commits.filter((sha) => !/^[0-9a-f]{40}$/.test(sha));
  if (wrong.length > 0) throw new Error(`${action}: not a commit: ${wrong.join(', ')}`);
  const range = action in RANGES ? RANGES[action] : rangeOf(facts.affected.versions);
  return {
    id,
    action,
    kind: facts.kind,
    summary,
    refs: refsOf(action, facts.affected.tags),
    commits: [...commits].sort(),
    range,
    fixed: facts.fixed === null ? null : /v?\d[\w.]*/.exec(facts.fixed)[0],
    // A page of GitHub where there is one; the first source else.
    url: facts.sources.find((each) => each.startsWith('https://github.com/advisories/')) ?? facts.sources[0],
  };
}

const entries = advisories.map(entryOf).sort((a, b) => (`${a.action} ${a.id}` < `${b.action} ${b.id}` ? -1 : 1));
const lines = entries.map((entry) => JSON.stringify(entry));
const text = `{"evidenceEnds":${JSON.stringify(meta.newestStoredEvidence)},"advisories":[\n${lines.join(',\n')}\n]}\n`;
console.error(`${entries.length} advisories, ${text.length} bytes (at most ${MOST_BYTES})`);
if (text.length > MOST_BYTES) process.exit(1);
writeFileSync(OUTPUT, text);
