import { remember } from './origin.ts';
import { readPermissions } from './read-permissions.ts';
import { readRunsOn } from './read-runs-on.ts';
import { readSteps, readUses, textsIn } from './read-step.ts';
import type { Image, Job, Located } from './workflow-file.ts';
import {
  at,
  entriesOf,
  follow,
  isMapping,
  isSequence,
  itemsOf,
  locatedText,
  textOf,
  type YamlView,
} from './yaml-view.ts';

/** Reads one entry of `jobs:`. */
export function readJob(id: string, view: YamlView): Job {
  const matrix = follow(view, ['strategy', 'matrix']);
  const secrets = at(view, 'secrets');
  const job: Job = {
    id,
    route: view.route,
    place: keyPlace(view),
    name: textOf(at(view, 'name')),
    needs: needsOf(at(view, 'needs')),
    condition: textOf(at(view, 'if')),
    runsOn: readRunsOn(at(view, 'runs-on'), matrix),
    permissions: readPermissions(at(view, 'permissions')),
    environment: nameOr(at(view, 'environment'), 'name'),
    uses: readUses(at(view, 'uses')),
    secrets: secrets === null ? null : textOf(secrets) === 'inherit' ? 'inherit' : plainTexts(secrets),
    env: textsIn(at(view, 'env')),
    container: nameOr(at(view, 'container'), 'image'),
    services: imagesOf(at(view, 'services')),
    defaultShell: textOf(follow(view, ['defaults', 'run', 'shell'])),
    hasMatrix: matrix !== null,
    steps: readSteps(at(view, 'steps')),
    cacheMode: textOf(at(view, 'cache-mode')),
    timeoutMinutes: textOf(at(view, 'timeout-minutes')),
  };
  remember(job, view);
  return job;
}

function keyPlace({ source, key, node }: YamlView) {
  const [start, end] = key?.range ?? node?.range ?? [0, 0];
  return source.placeOf(start, end);
}

function needsOf(view: YamlView | null): readonly string[] {
  if (view === null) return [];
  return (isSequence(view) ? itemsOf(view) : [view]).flatMap((each) => textOf(each) ?? []);
}

/** Several keys take a text or a mapping that holds it: `environment: prod`, `environment: { name: prod }`. */
function nameOr(view: YamlView | null, key: string): Located<string> | null {
  return isMapping(view) ? locatedText(at(view, key)) : locatedText(view);
}

const imagesOf = (services: YamlView | null): readonly Image[] =>
  services === null ? [] : entriesOf(services).flatMap(([, service]) => nameOr(service, 'image') ?? []);

const plainTexts = (view: YamlView): Readonly<Record<string, string>> =>
  Object.fromEntries(entriesOf(view).map(([key, value]) => [key, textOf(value) ?? '']));
