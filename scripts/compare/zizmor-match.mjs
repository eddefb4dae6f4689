const PERSONAS = ['regular', 'pedantic', 'auditor'];

/** Whether who asks as one persona is told what another is told. */
export const isWithin = (persona, asked) => PERSONAS.indexOf(persona) <= PERSONAS.indexOf(asked);

/**
 * One row of the table on one repository. Places are counted, not findings: several findings of one tool at one place are one.
 * `both`, `onlyTheirs` and `onlyOurs` hold places `{ path, line, note }`; `stricter` are ours that they report too, to stricter personas.
 */
export function matchRow(row, theirs, ours, isRead, asked) {
  const wanted = theirs.filter(
    ({ audit, note, path }) => audit === row.audit && (row.theirs?.(note ?? '') ?? true) && isRead(path),
  );
  const places = unique(
    row,
    wanted.filter(({ persona }) => isWithin(persona, asked)),
  );
  const strict = unique(row, wanted);
  const exact = unique(
    row,
    ours.filter(({ rule, path }) => row.rules.includes(rule) && isRead(path)),
  );
  const wide = unique(
    row,
    ours.filter(({ rule, path }) => (row.wider ?? []).includes(rule) && isRead(path)),
  );
  const isSame = same[row.at];
  const both = places.filter((place) => [...exact, ...wide].some((own) => isSame(place, own)));
  const extra = exact.filter((own) => !places.some((place) => isSame(place, own)));
  return {
    theirs: places,
    ours: exact,
    both,
    onlyTheirs: places.filter((place) => !both.includes(place)),
    onlyOurs: extra.filter((own) => !strict.some((place) => isSame(place, own))),
    stricter: extra.filter((own) => strict.some((place) => isSame(place, own))),
  };
}

const same = {
  line: (their, own) => their.path === own.path && their.line === own.line,
  span: (their, own) => their.path === own.path && their.line <= own.line && own.line <= their.endLine,
  shown: (their, own) => their.path === own.path && their.lines.includes(own.line),
  step: (their, own) =>
    their.path === own.path &&
    own.line >= (their.step?.[0] ?? their.line) &&
    own.line <= (their.step?.[1] ?? their.line),
  file: (their, own) => their.path === own.path,
};

function unique({ at }, findings) {
  const key = ({ path, line, lines = [] }) =>
    at === 'file' ? path : [path, line, ...(at === 'shown' ? lines : [])].join(':');
  return [...new Map(findings.toReversed().map((each) => [key(each), each])).values()].toReversed();
}
