import { type Finding, isPlace, type Place } from '../model/finding.ts';

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** A path of the repository as a relative URI (RFC 3986), to be read from the root of the checkout. */
export const artifactLocation = (path: string) => ({
  uri: path.replace(LONE_SURROGATE, '\uFFFD').split('/').map(encodeURIComponent).join('/'),
  uriBaseId: '%SRCROOT%',
});

/** Where GitHub shows what has no file of its own: code scanning refuses a log with a result that is nowhere. */
const NOWHERE = '.github';

/** What a finding about an absent file expects begins with its path. */
const ABSENT = /^(?:[\w-][\w.-]*|\.[\w-]+)(?:\/[\w-][\w.-]*)+(?=\s|$)/;

/** The one place of a result. A setting is named by its request. */
export function resultLocation({ location, expected }: Pick<Finding, 'location' | 'expected'>) {
  if (isPlace(location)) {
    return { physicalLocation: { artifactLocation: artifactLocation(location.path), region: regionOf(location) } };
  }
  const absent = location === null ? (ABSENT.exec(expected)?.[0] ?? NOWHERE) : NOWHERE;
  return {
    physicalLocation: { artifactLocation: artifactLocation(absent), region: { startLine: 1 } },
    ...(location === null ? {} : { logicalLocations: [{ fullyQualifiedName: location.endpoint, kind: 'resource' }] }),
  };
}

/** Both forms count from 1 in UTF-16 and end behind the last character. A whole file is told by its first line. */
function regionOf({ line, column, endLine, endColumn }: Place) {
  const isWhole = line === 1 && column === 1 && endLine === 1 && endColumn === 1;
  return isWhole ? { startLine: 1 } : { startLine: line, startColumn: column, endLine, endColumn };
}
