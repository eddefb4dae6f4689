import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pack } from '../model/pack.ts';
import { type PackLayer, parseLayers } from '../templating/pack-manifest.ts';

let known: Pack | null = null;

/** The template pack that is shipped with the program. A fault in it is ours. */
export function builtInPack(): Pack {
  if (known !== null) return known;
  const parsed = parseLayers([builtInLayer()]);
  if (!parsed.ok) throw new Error(`the built-in template pack is not valid: ${parsed.problems.join('; ')}`);
  known = parsed.pack;
  return known;
}

/** Its files, for a pack that stands on it. */
export const builtInLayer = (): PackLayer => ({ source: 'built-in', resolved: null, files: textsBelow(packFolder()) });

/** The bundle may have moved this module to another depth of `dist`, so the folder is looked for upwards. */
function packFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let depth = 0; depth < 4; depth += 1, folder = dirname(folder)) {
    if (existsSync(join(folder, 'templates', 'pack.yml'))) return join(folder, 'templates');
  }
  throw new Error('the folder templates is not where the program was installed');
}

function textsBelow(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')];
    }),
  );
}
