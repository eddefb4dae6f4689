import { resolve } from 'node:path';
import type { Surroundings } from '../../adapters/process-environment.ts';
import type { ExitCode } from '../../model/refusal.ts';
import { packNameFor, writeFreshFolder } from '../fresh-folder.ts';
import type { TemplatesNewInvocation } from '../invocation.ts';
import type { Output } from '../output.ts';

/** Makes the beginning of a pack: it extends the program's own and changes one template. */
export async function templatesNew(
  { directory }: TemplatesNewInvocation,
  around: Surroundings,
  output: Output,
): Promise<ExitCode> {
  const folder = resolve(around.workingDirectory, directory);
  writeFreshFolder(folder, directory, {
    'pack.yml': manifest(packNameFor(folder)),
    'files/codeowners.hbs': CODEOWNERS,
  });
  await output.result(
    `a pack is in ${directory}\n  next: harden-builds templates lint ${directory}\n  next: harden-builds init --templates ${directory}\n`,
  );
  return 0;
}

const manifest = (name: string): string => `# A pack of templates for harden-builds. It carries texts, never code.
schema: 1
name: ${name}
version: 0.1.0
# What is not said here is taken from this pack: built-in, a folder, github:OWNER/REPO[/PATH]@REF or npm:NAME@VERSION.
extends: built-in

# Labels of runners by the name that templates use.
# runners: { linux: ubuntu-24.04 }

# Actions that are held back: owner/repo and a tag. Every other action is taken at its latest release.
# pins: { actions/checkout: v6 }

templates:
  # An id of the pack below: what this entry leaves out (title, output, inputs …) stays as it is there.
  - id: codeowners
    source: files/codeowners.hbs
`;

const CODEOWNERS = `{{! The text of the pack below, and then a line of your own. }}
{{> super}}
# Changes of this file are agreed with the platform team.
`;
