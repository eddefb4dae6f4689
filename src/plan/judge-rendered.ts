import { assess } from '../assess/assess.ts';
import type { Control } from '../model/control.ts';
import { isPlace } from '../model/finding.ts';
import type { FloorFinding, Judge } from '../templating/floor.ts';
import { newRefusals } from '../workflow/accepted-by-github.ts';
import { type ActionKnowledge, strictSnapshot } from './strict-snapshot.ts';

/** What every control says about a file of a pack, where nothing else protects it. GitHub's own parser is asked first. */
export const judgeRendered =
  (controls: readonly Control[], actions: ActionKnowledge): Judge =>
  (path, text) => {
    const refusals = newRefusals(path, null, text);
    if (refusals.length > 0)
      return refusals.map((message) => ({ control: null, rule: 'refused-by-github', message, line: 1 }));
    const file = { path, mode: '100644', text } as const;
    return assess(strictSnapshot(file, actions), controls).controls.flatMap(({ control, findings }) =>
      findings.flatMap(({ rule, message, location }): readonly FloorFinding[] =>
        isPlace(location) && location.path === path
          ? [{ control: control.id, rule, message, line: location.line }]
          : [],
      ),
    );
  };
