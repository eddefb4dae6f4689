import { readdirSync, readFileSync } from 'node:fs';
import { offlineActionRepositories } from '../../src/adapters/offline-action-repositories.ts';
import { offlineAdvisories } from '../../src/adapters/offline-advisories.ts';
import { assess } from '../../src/assess/assess.ts';
import { CONTROLS } from '../../src/controls/registry.ts';
import type { Control } from '../../src/model/control.ts';
import { type Facts, known } from '../../src/model/fact.ts';
import type { Pack } from '../../src/model/pack.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Answer, Question } from '../../src/model/question.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { overlay } from '../../src/plan/overlay.ts';
import { parsePack } from '../../src/templating/pack-manifest.ts';
import { PINS } from './sample-facts.ts';

/** What somebody would answer where no fact suggests anything. */
export const SAMPLE_ANSWERS: Readonly<Record<string, Answer>> = {
  'accept-major-updates': true,
  owners: ['@octo-org/build'],
  'hosted-runner': 'ubuntu-24.04',
  'binary-name': 'app',
  'release-command': 'make dist',
  'required-approvals': '1',
  'required-checks': ['build'],
  'scorecard-results': 'published',
  'workflow-lint-results': 'log',
};

function answerOf({ id, default: suggested }: Question): Answer {
  const answer = suggested?.value ?? SAMPLE_ANSWERS[id];
  if (answer === undefined) throw new Error(`add an answer for the question "${id}" to SAMPLE_ANSWERS`);
  return answer;
}

/** The plan of one remedy, with the built-in pack, judged by all controls. */
export function planned(snapshot: Snapshot, control: Control, remedy: string): Plan {
  const equipped = { ...snapshot, facts: { ...snapshot.facts, ...lookedUp(snapshot) } };
  const offered = assess(equipped, [control]).controls[0]?.remedies.find(({ id }) => id === remedy);
  if (offered === undefined) throw new Error(`${control.id} does not offer ${remedy}`);
  const answers = Object.fromEntries(offered.questions.map((question) => [question.id, answerOf(question)]));
  return makePlan({
    snapshot: equipped,
    controls: CONTROLS,
    choices: [{ control: control.id, remedy, answers }],
    pack: PACK,
  });
}

/** What every real run knows from its catalogues. */
function lookedUp({ facts }: Snapshot): Pick<Facts, 'pins' | 'actionAdvisories' | 'actionRepositories'> {
  const source = { via: 'catalogue', at: 'test' } as const;
  const { pins, actionAdvisories, actionRepositories } = facts;
  return {
    pins: pins.state === 'known' ? pins : known(PINS, source),
    actionAdvisories: actionAdvisories.state === 'known' ? actionAdvisories : known(offlineAdvisories(), source),
    actionRepositories:
      actionRepositories.state === 'known' ? actionRepositories : known(offlineActionRepositories(), source),
  };
}

/** The snapshot once the plan's files are written. */
export const whenDone = (snapshot: Snapshot, { files }: Plan): Snapshot =>
  overlay(snapshot, new Map(files.map(({ path, mode, after }) => [path, { path, mode, text: after }])));

export const PACK: Pack = builtInPack();

function builtInPack(): Pack {
  const paths = readdirSync('templates', { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'));
  const texts = Object.fromEntries(paths.map((path) => [path.replace(/^templates\//, ''), readFileSync(path, 'utf8')]));
  const parsed = parsePack(texts);
  if (!parsed.ok) throw new Error(parsed.problems.join('; '));
  return parsed.pack;
}
