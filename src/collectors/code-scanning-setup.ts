import { type Fact, unknown } from '../model/fact.ts';
import type { CodeScanningSetup } from '../model/settings.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';
import { scanningIsOff } from './scanning-is-off.ts';

/** The default setup of code scanning: which languages CodeQL looks at without a workflow of one's own. */
export const collectCodeScanningSetup = (api: AsksPaths, asking: Asking): Promise<Fact<CodeScanningSetup>> =>
  ask<CodeScanningSetup>(
    api,
    asking,
    {
      path: `${repositoryPath(asking)}/code-scanning/default-setup`,
      needs: { role: 'admin', permission: 'Administration: read' },
    },
    (data) => {
      const said = shapeOf(data);
      const state = said.text('state');
      if (state !== 'configured' && state !== 'not-configured') return null;
      return {
        configured: state === 'configured',
        languages: said.texts('languages') ?? [],
        suite: said.text('query_suite') ?? null,
      };
    },
    (failure, source) => (scanningIsOff(failure) ? unknown('unsupported', failure.message, source) : null),
  );
