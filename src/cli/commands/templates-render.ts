import { offlinePins } from '../../adapters/offline-pins.ts';
import type { Surroundings } from '../../adapters/process-environment.ts';
import { factViews } from '../../ecosystems/fact-views.ts';
import { type ExitCode, Refusal } from '../../model/refusal.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { type Given, renderTemplate } from '../../templating/render-template.ts';
import { answersFrom } from '../answers-file.ts';
import { givenInputs } from '../given-inputs.ts';
import type { TemplatesRenderInvocation } from '../invocation.ts';
import { namedPack, templateOf } from '../named-pack.ts';
import type { Output } from '../output.ts';
import { wireSnapshot } from '../wire-snapshot.ts';
import { locatePlace, wireTarget } from '../wire-target.ts';

/** Prints what a template writes, with the facts of the checkout it is called in. Nothing online but the pack is read. */
export async function templatesRender(
  { templates, id, set, answers }: TemplatesRenderInvocation,
  around: Surroundings,
  output: Output,
): Promise<ExitCode> {
  const pack = await namedPack(templates, around, output.detail);
  const template = templateOf(pack, id);
  const given = answers === null ? {} : answersFrom(answers, around.workingDirectory).answers;
  const inputs = givenInputs(template, set, given);
  const rendered = renderTemplate(pack, id, inputs, await givenHere(around, output));
  if (!rendered.ok) {
    throw new Refusal(`the template ${id} cannot be rendered`, {
      why: rendered.problems.join('\n'),
      next: [`harden-builds templates show ${id}`, 'give a value with --set NAME=VALUE'],
      exitCode: 2,
    });
  }
  output.note(`${rendered.path} would ${template.kind === 'payload' ? 'be sent' : 'hold'} this`);
  await output.result(rendered.text);
  return 0;
}

async function givenHere(around: Surroundings, output: Output): Promise<Given> {
  const snapshot = await checkout(around, output);
  if (snapshot === null) return { pins: offlinePins(), views: {}, seed: 'octo/app' };
  const { owner, name } = snapshot.target;
  return { pins: offlinePins(), views: factViews(snapshot), seed: `${owner ?? 'local'}/${name ?? 'repository'}` };
}

/** The facts of the checkout around, from its files alone; null outside of one. */
async function checkout(around: Surroundings, output: Output): Promise<Snapshot | null> {
  const looking = {
    path: null,
    repo: null,
    base: null,
    local: true,
    only: [],
    skip: [],
    templates: null,
    policy: null,
  };
  const place = await locatePlace({ ...looking, at: 'head', worktree: false, needsHost: false }, around).catch(
    (error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      output.note(`no values from a repository: ${error.message}`);
      return null;
    },
  );
  return place === null ? null : wireSnapshot(await wireTarget(place, around, output.detail), [], () => {});
}
