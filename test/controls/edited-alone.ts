import { CONTROLS } from '../../src/controls/registry.ts';
import type { Plan } from '../../src/model/plan.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';
import { judgedOf } from './control-case.ts';
import { planned, whenDone } from './try-remedy.ts';

export type EditedAlone = {
  readonly plan: Plan;
  readonly after: Readonly<Record<string, string>>;
  /** What a person is told, and the verdict afterwards. */
  readonly told: string;
  /** The same remedy once more. */
  readonly again: Pick<Plan, 'files'>;
};

/** What the first remedy of one control does to these files. */
export function editedAlone(id: string, files: Readonly<Record<string, string>>): EditedAlone {
  const control = CONTROLS.find((each) => each.id === id);
  if (control === undefined) throw new Error(`there is no control ${id}`);
  const snapshot = emptySnapshot(files);
  const first = (look: typeof snapshot): Plan | null => {
    const [remedy] = judgedOf(control, look).remedies;
    return remedy === undefined ? null : planned(look, control, remedy.id);
  };
  const plan = first(snapshot);
  if (plan === null) throw new Error(`${id} has no remedy here`);
  const done = whenDone(snapshot, plan);
  const { verdict, message, gap } = judgedOf(control, done);
  const told = [
    ...plan.steps.flatMap(({ summary, why, lines }) => [
      summary,
      `  (${why})`,
      ...lines.map((line) => `  ${line}`),
      '',
    ]),
    `afterwards: ${verdict}${gap ? ', with a gap' : ''} (${message})`,
    '',
  ].join('\n');
  const changed = Object.fromEntries(plan.files.map(({ path, after }) => [path, after]));
  const again = gap ? (first(done) ?? { files: [] }) : { files: [] };
  return { plan, after: { ...files, ...changed }, told, again };
}
