import { offlinePins } from '../../adapters/offline-pins.ts';
import type { Surroundings } from '../../adapters/process-environment.ts';
import { counted } from '../../model/counted.ts';
import type { PackOrigin } from '../../model/pack.ts';
import type { ExitCode } from '../../model/refusal.ts';
import { jsonText } from '../../report/json.ts';
import { printable } from '../../report/printable.ts';
import type { TemplatesLintInvocation } from '../invocation.ts';
import { packOrProblems } from '../load-pack.ts';
import { reachOf } from '../named-pack.ts';
import type { Output } from '../output.ts';
import { type PackFault, tryPack } from '../pack-floor.ts';

/** Tries a pack: every value of every input once, and every pair of choices. */
export async function templatesLint(
  invocation: TemplatesLintInvocation,
  around: Surroundings,
  output: Output,
): Promise<ExitCode> {
  const source = invocation.templates ?? 'built-in';
  const { within, online } = reachOf(around, output.detail);
  const parsed = await packOrProblems(source, within, online);
  const tried: Linted = parsed.ok
    ? { packs: parsed.pack.layers, ...tryPack(parsed.pack, offlinePins(), 'pairs') }
    : {
        packs: [],
        faults: parsed.problems.map((text) => ({ template: null, text, breach: null })),
        templates: 0,
        renderings: 0,
      };
  await output.result(invocation.format === 'json' ? jsonText(lintJson(tried)) : lintText(source, tried));
  return tried.faults.length > 0 ? 1 : 0;
}

type Linted = {
  readonly packs: readonly PackOrigin[];
  readonly faults: readonly (Omit<PackFault, 'template'> & { readonly template: string | null })[];
  readonly templates: number;
  readonly renderings: number;
};

function lintText(source: string, { packs, faults, templates, renderings }: Linted): string {
  const named = packs[0] === undefined ? source : `${packs[0].name} ${packs[0].version} (${packs[0].source})`;
  const tried = `${counted(templates, 'template')}, ${counted(renderings, 'rendering')}`;
  const found = faults.length === 0 ? 'no fault' : counted(faults.length, 'fault');
  return [...faults.map(({ text }) => printable(text)), `${printable(named)}: ${tried}: ${found}`, ''].join('\n');
}

const lintJson = ({ packs, faults, templates, renderings }: Linted) => ({
  schemaVersion: 1,
  packs: packs.map(({ name, version, source, resolved }) => ({ name, version, source, resolved })),
  templates,
  renderings,
  faults: faults.map(({ template, text, breach }) => ({
    template,
    message: text,
    control: breach?.finding?.control ?? null,
    rule: breach?.finding?.rule ?? null,
    path: breach?.path ?? null,
    line: breach?.finding?.line ?? null,
    inputs: breach?.inputs ?? {},
  })),
});
