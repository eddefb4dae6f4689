import type { TemplateInputs } from '../model/change.ts';
import type { Template } from '../model/pack.ts';
import { CODEOWNERS_PLACES } from '../workflow/codeowners.ts';

const CODEOWNERS: readonly string[] = CODEOWNERS_PLACES;

/**
 * Why a template may not write to this path, or null when it may: inside `.github/`, a CODEOWNERS place, or a document the
 * pack declares (DESIGN section 8). Links are not known here; a delivery refuses to follow them.
 */
export function refusePath(path: string, documents: readonly string[]): string | null {
  const parts = path.split('/');
  if (path === '' || path.startsWith('/') || /^[A-Za-z]:|[\\\u0000-\u001f\u007f]/u.test(path)) {
    return `"${path}" is not a path inside the repository`;
  }
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git')) {
    return `"${path}" leaves the repository or names a part of it that is not a file`;
  }
  if (parts[0] === '.github' || CODEOWNERS.includes(path) || documents.includes(path)) return null;
  return `"${path}" is outside .github/, the CODEOWNERS places and the documents of the pack`;
}

/** Why a pack may not declare this document, or null: one markdown file, by a plain path. */
export const refuseDocument = (path: string): string | null =>
  /^(?:[A-Za-z0-9_-]+\/)*[A-Za-z0-9_-]+\.md$/u.test(path) ? null : `"${path}" is not the plain path of a markdown file`;

/** The path a template writes to; its inputs were checked before. */
export const outputPath = ({ output }: Template, inputs: TemplateInputs): string =>
  output.replace(/\{\{\s*([\w-]+)\s*\}\}/gu, (_, name: string) => {
    const value = inputs[name];
    return typeof value === 'string' ? value : '';
  });
