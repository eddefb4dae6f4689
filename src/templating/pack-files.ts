import { isPackFile, PACK_LIMITS, type PackEntry } from '../model/pack.ts';

export type PackTexts =
  | { readonly ok: true; readonly files: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * The texts of a pack by path, from what its source holds. Links, paths that leave the pack, names that are one file on some
 * systems and two on others, and sizes beyond the limits are refused, wherever in the source they stand.
 */
export function packTexts(entries: readonly PackEntry[]): PackTexts {
  const problems = entries.flatMap(({ path, kind }) => placeProblem(path, kind) ?? []);
  const own = entries.filter(({ path, kind }) => kind === 'file' && isPackFile(path));
  if (own.length > PACK_LIMITS.files) problems.push(`it has more than ${PACK_LIMITS.files} files`);
  if (own.reduce((sum, { size }) => sum + size, 0) > PACK_LIMITS.allBytes)
    problems.push(`its files have more than ${PACK_LIMITS.allBytes} bytes`);
  const names = new Map<string, string>();
  const files: Record<string, string> = {};
  for (const { path, size, bytes } of own) {
    const other = names.get(path.toLowerCase());
    if (other !== undefined)
      problems.push(`${path}: differs from ${other} only in capital letters, or stands there twice`);
    names.set(path.toLowerCase(), path);
    if (size > PACK_LIMITS.fileBytes) problems.push(`${path}: has more than ${PACK_LIMITS.fileBytes} bytes`);
    const text = utf8(bytes);
    if (text === null) problems.push(`${path}: is not UTF-8 text`);
    else files[path] = text;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, files };
}

function placeProblem(path: string, kind: PackEntry['kind']): string | null {
  const parts = path.split('/');
  if (path.startsWith('/') || /^[A-Za-z]:|[\\\u0000-\u001f\u007f]/u.test(path))
    return `${JSON.stringify(path)} is not a path inside the pack`;
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return `${JSON.stringify(path)} leaves the pack`;
  return kind === 'link' ? `${path}: is a link or something else than a file, and packs hold files only` : null;
}

function utf8(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text.replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}
