import { relative, resolve } from 'node:path';
import type { Surroundings } from '../../adapters/process-environment.ts';
import { counted } from '../../model/counted.ts';
import { type ExitCode, Refusal } from '../../model/refusal.ts';
import { ejectedPack } from '../../templating/eject-pack.ts';
import { readPackSource } from '../../templating/pack-source.ts';
import { packNameFor, writeFreshFolder } from '../fresh-folder.ts';
import type { TemplatesEjectInvocation } from '../invocation.ts';
import { namedPack } from '../named-pack.ts';
import { nearestNames, orList } from '../nearest-names.ts';
import type { Output } from '../output.ts';

const USUAL_FOLDER = 'harden-builds-templates';

/** Copies templates to a folder, as a pack on top of the one they are from. */
export async function templatesEject(
  { templates, names }: TemplatesEjectInvocation,
  around: Surroundings,
  output: Output,
): Promise<ExitCode> {
  const pack = await namedPack(templates, around, output.detail);
  const known = pack.templates.map(({ id }) => id);
  const ids = names.filter((name) => known.includes(name));
  const others = names.filter((name) => !known.includes(name));
  const [folder = USUAL_FOLDER] = others.slice(-1);
  if (others.length > 1) throw notKnown(others[0] ?? '', known);
  const target = resolve(around.workingDirectory, folder);
  const name = packNameFor(target);
  const below = sourceFrom(target, templates ?? 'built-in', around.workingDirectory);
  const own = name === pack.name ? `${name}-own` : name;
  const files = ejectedPack(pack, ids.length === 0 ? known : ids, { name: own, below });
  writeFreshFolder(target, folder, files);
  await output.result(
    `${counted(ids.length === 0 ? known.length : ids.length, 'template')} in ${folder}, ${counted(Object.keys(files).length, 'file')}\n` +
      `  next: harden-builds templates lint ${folder}\n` +
      `  next: harden-builds init --templates ${folder}\n`,
  );
  return 0;
}

/** The source of the pack below, as the new folder has to name it. */
function sourceFrom(target: string, source: string, workingDirectory: string): string {
  const asked = readPackSource(source);
  if (asked.kind !== 'folder' && asked.kind !== 'archive') return source;
  const path = relative(target, resolve(workingDirectory, asked.path)).replaceAll('\\', '/');
  const plain = path.startsWith('.') || path.startsWith('/') ? path : `./${path}`;
  return asked.kind === 'archive' ? `npm:${plain}` : plain;
}

function notKnown(name: string, known: readonly string[]): Refusal {
  const near = nearestNames(name, known);
  return new Refusal(`there is no template "${name}"`, {
    why: near.length === 0 ? 'One folder can be named, after the templates.' : `Is ${orList(near)} meant?`,
    next: ['harden-builds templates list'],
    exitCode: 2,
  });
}
