import type { Policy, PolicyLayer, PolicyRule } from '../policy/policy.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { wrapText } from './wrap-text.ts';

/** The policy of `check --format json`: which files were looked for, and what each line of them does. */
export const policyJson = ({ layers, rules, require }: Policy) => ({
  layers: layers.map(({ from, file, commit, state, because }) => ({ from, file, commit, state, because })),
  require: { tiers: require.tiers, controls: require.controls },
  rules: rules.map(({ from, file, line, pointer, says, control, ignored }) => ({
    from,
    file,
    line,
    pointer,
    says,
    control,
    ignored,
  })),
});

export type PolicyLook = { readonly width: number; readonly paint: Paint };

/** Where each rule came from. Without a file that is used, one line says what was looked for. */
export function policyLines({ layers, rules }: Policy, { width, paint }: PolicyLook): readonly string[] {
  if (layers.length === 0) return [];
  if (layers.every(({ state }) => state !== 'used'))
    return wrapText(printable(`policy: none (${layers.map(({ because }) => because).join('; ')})`), width).map((line) =>
      paint('quiet', line),
    );
  return [paint('strong', 'Policy'), ...layers.flatMap((layer) => layerLines(layer, rules, { width, paint }))];
}

function layerLines(layer: PolicyLayer, rules: readonly PolicyRule[], { width, paint }: PolicyLook): readonly string[] {
  const { file, commit, because, state } = layer;
  const head = `${FROM[layer.from]}  ${file}${commit === null ? '' : ` @ ${commit.slice(0, 7)}`}`;
  const own = rules.filter((rule) => rule.from === layer.from);
  const lines = [
    ...wrapText(printable(state === 'used' ? head : `${head}: ${state} (${because ?? ''})`), width - 2).map(
      (line) => `  ${line}`,
    ),
    ...own.flatMap(({ line, says, ignored }) => {
      const text = `line ${line} ${says}${ignored === null ? '' : `; does not count: ${ignored}`}`;
      return wrapText(printable(text), width - 6).map((part, index) => `${index === 0 ? '    ' : '      '}${part}`);
    }),
  ];
  return state === 'used' ? lines : lines.map((line) => paint('quiet', line));
}

const FROM: Readonly<Record<PolicyLayer['from'], string>> = {
  organisation: 'of the organisation',
  repository: 'of the repository',
  file: 'of --policy',
};

/** What the policy says about one control, a sentence each. */
export function rulesAbout(
  { rules, require, layers }: Policy,
  { id, tier }: { readonly id: string; readonly tier: PolicyTier },
): readonly string[] {
  const place = ({ file, line }: PolicyRule): string => `(${file}:${line})`;
  const demanded = rules.filter(
    ({ pointer, ignored, says }) =>
      ignored === null &&
      ((pointer === '/require/controls' && require.controls.includes(id) && says.includes(id)) ||
        (pointer === '/require/tiers' && require.tiers.includes(tier) && says.includes(tier))),
  );
  const own = rules.filter(({ control }) => control === id);
  if (demanded.length + own.length === 0) return [];
  return [
    ...demanded.map((rule) => `required ${place(rule)}`),
    ...own.map(
      (rule) => `${rule.says} ${place(rule)}${rule.ignored === null ? '' : `; does not count: ${rule.ignored}`}`,
    ),
    ...layers.flatMap(({ file, state, because }) =>
      state === 'unseen' ? [`${file} was not seen: ${because ?? ''}`] : [],
    ),
  ];
}

type PolicyTier = Policy['require']['tiers'][number];
