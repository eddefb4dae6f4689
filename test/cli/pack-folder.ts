import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes the files of a pack, or of anything, below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export const manifest = (templates: string, more = ''): string =>
  `schema: 1\nname: acme\nversion: 1.2.0\nextends: built-in\n${more}templates:\n${templates}`;

/** A pack that changes one template and reuses the text below. */
export const ACME: Readonly<Record<string, string>> = {
  'pack.yml': manifest('  - { id: dependabot, source: files/dependabot.hbs }\n'),
  'files/dependabot.hbs': '# kept by the platform team\n{{> super}}\n',
};

export const edit = (file: string, change: (text: string) => string): void =>
  writeFileSync(file, change(readFileSync(file, 'utf8')));
