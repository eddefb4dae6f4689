import type { Control } from '../model/control.ts';
import type { Plan } from '../model/plan.ts';
import { SECTIONS } from '../model/section.ts';

/** What a plan is about, in a few words: the section when there is one, the control when there is one. */
export function planTitle(plan: Plan, controls: readonly Control[]): string {
  const touched = controls.filter(({ id }) => plan.files.some((file) => file.controls.includes(id)));
  const sections = SECTIONS.filter(({ id }) => touched.some(({ section }) => section === id));
  const only = touched.length === 1 ? touched[0]?.title : sections.length === 1 ? sections[0]?.title : undefined;
  return `Harden builds: ${only === undefined ? 'secure the build system' : lowerFirst(only)}`;
}

/** `Secure your build` reads as a sentence after a colon; `GITHUB_TOKEN` and names keep their capitals. */
const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]/.test(text) && !/^(?:GitHub|CODEOWNERS|Dependabot|OpenID)/.test(text)
    ? `${text[0]?.toLowerCase()}${text.slice(1)}`
    : text;
