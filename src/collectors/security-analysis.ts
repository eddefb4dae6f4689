import { type Fact, known, type Source, unknown } from '../model/fact.ts';
import type { SecurityAnalysis } from '../model/settings.ts';
import type { Asking } from './asking.ts';
import type { JsonShape } from './json-shape.ts';

/** `security_and_analysis`, which is part of the answer about the repository and shown to administrators only. */
export function securityAnalysisIn(repository: JsonShape, asking: Asking, source: Source): Fact<SecurityAnalysis> {
  const said = repository.inside('security_and_analysis');
  if (said.names().length === 0) {
    const isAdmin = repository.inside('permissions').flag('admin') === true;
    const slug = `${asking.owner}/${asking.name}`;
    return isAdmin
      ? unknown(
          'forbidden',
          'give the token the right it lacks: Administration: read, or the classic scope repo',
          source,
        )
      : unknown('forbidden', `run this with the token of an administrator of ${slug}`, source);
  }
  return known(
    {
      secretScanning: isOn(said.inside('secret_scanning')),
      pushProtection: isOn(said.inside('secret_scanning_push_protection')),
    },
    source,
  );
}

function isOn(feature: JsonShape): boolean | null {
  const status = feature.text('status');
  return status === 'enabled' ? true : status === 'disabled' ? false : null;
}
