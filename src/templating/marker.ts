/** What the first line of a generated file says, so that a rerun can tell ours from theirs and offer an upgrade. */
export type Marker = {
  readonly pack: string;
  readonly template: string;
  readonly version: string;
  /** Of the inputs, eight hexadecimal digits. */
  readonly hash: string;
};

const LABEL = 'harden-builds template:';
const MARKER = /^(?:# |<!-- )harden-builds template: ([^\s/]+)\/(\S+) (\S+) ([0-9a-f]{8})(?: -->)?$/u;

/** The marker as a comment of the file's language; null where the format has no comments (JSON). */
export function markerLine(marker: Marker, path: string): string | null {
  const text = `${LABEL} ${marker.pack}/${marker.template} ${marker.version} ${marker.hash}`;
  if (path.endsWith('.json')) return null;
  return path.endsWith('.md') ? `<!-- ${text} -->` : `# ${text}`;
}

/** The marker of a text, or null when its first line is not one. */
export function readMarker(text: string): Marker | null {
  const match = MARKER.exec(text.replace(/^\ufeff/u, '').split(/\r?\n/u, 1)[0] ?? '');
  const [, pack, template, version, hash] = match ?? [];
  if (pack === undefined || template === undefined || version === undefined || hash === undefined) return null;
  return { pack, template, version, hash };
}
