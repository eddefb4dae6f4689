import { assess } from '../assess/assess.ts';
import type { Control } from '../model/control.ts';
import type { TextFile } from '../model/files.ts';
import { isPlace } from '../model/finding.ts';
import type { FloorFinding, Judge } from '../templating/floor.ts';
import { newRefusals } from '../workflow/accepted-by-github.ts';
import { type ActionKnowledge, strictSnapshot } from './strict-snapshot.ts';

/** What every control says about a file of a pack, where nothing else protects it. GitHub's own parser is asked first. */
export function judgeRendered(all: readonly Control[], actions: ActionKnowledge): Judge {
  // What could be done about a finding is not asked here, and takes most of the time.
  const controls = all
    .filter(({ needs, uses }) => [...needs, ...uses].some((fact) => fact === 'tree' || fact === 'texts'))
    .map((control): Control => ({ ...control, remedies: [] }));
  return (path, text) => {
    const file: TextFile = { path, mode: '100644', text };
    const refusals = newRefusals(null, file);
    if (refusals.length > 0)
      return refusals.map((message) => ({ control: null, rule: 'refused-by-github', message, line: 1 }));
    const snapshot = strictSnapshot(file, actions);
    return assess(snapshot, controls).controls.flatMap(({ control, findings }) =>
      findings.flatMap(({ rule, message, location }): readonly FloorFinding[] =>
        isPlace(location) && location.path === path
          ? [{ control: control.id, rule, message, line: location.line }]
          : [],
      ),
    );
  };
}
