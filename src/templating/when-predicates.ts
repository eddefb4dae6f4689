import type { TemplateValue } from '../model/change.ts';

/** What `when` may say: the fact view to look at and what it must hold. Data, so that a pack carries no code. */
const PREDICATES: Readonly<Record<string, { readonly view: string; readonly holds: string }>> = Object.fromEntries(
  [
    ...['npm', 'pnpm', 'yarn', 'bun', 'pip', 'uv', 'poetry', 'hatch', 'cargo', 'go', 'maven', 'gradle', 'dotnet'],
    ...['bundler', 'composer', 'docker', 'helm', 'terraform', 'make', 'cmake', 'github-action'],
  ].map((ecosystem) => [`has-${ecosystem}`, { view: 'ecosystems', holds: ecosystem }]),
);

export const isPredicate = (name: string): boolean => Object.hasOwn(PREDICATES, name);

export const PREDICATE_NAMES: readonly string[] = Object.keys(PREDICATES).sort();

/** True when one of the predicates holds, or there is none. An unknown view holds nothing. */
export function applies(when: readonly string[], views: Readonly<Record<string, TemplateValue | null>>): boolean {
  return when.length === 0 || when.some((name) => holds(name, views));
}

function holds(name: string, views: Readonly<Record<string, TemplateValue | null>>): boolean {
  const predicate = PREDICATES[name];
  const value = predicate === undefined ? null : views[predicate.view];
  return Array.isArray(value) && value.includes(predicate?.holds);
}
