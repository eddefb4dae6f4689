import type { Fact } from '../model/fact.ts';
import type { OidcSubject } from '../model/settings.ts';
import { type AsksPaths, ask } from './ask.ts';
import { type Asking, repositoryPath } from './asking.ts';
import { shapeOf } from './json-shape.ts';

/** How jobs of this repository name themselves to a cloud. Needs Actions, not Administration. */
export const collectOidcSubject = (api: AsksPaths, asking: Asking): Promise<Fact<OidcSubject>> =>
  ask(
    api,
    asking,
    {
      path: `${repositoryPath(asking)}/actions/oidc/customization/sub`,
      needs: { role: 'read', permission: 'Actions: read' },
    },
    (data) => {
      const said = shapeOf(data);
      const useDefault = said.flag('use_default');
      if (useDefault === undefined) return null;
      return {
        useDefault,
        claimKeys: said.texts('include_claim_keys') ?? [],
        immutable: said.flag('use_immutable_subject') ?? null,
        prefix: said.text('sub_claim_prefix') ?? null,
      };
    },
  );
