/** Why a file cannot be delivered to this path, or null. Whatever planned it, a delivery stays inside the repository. */
export function pathProblem(path: string): string | null {
  if (path === '' || /[\u0000-\u001f\u007f\\]/.test(path))
    return 'it is empty or holds a backslash or a control character';
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return 'it leaves the repository';
  // Also the spellings that Windows and macOS take for `.git`.
  if (
    parts.some((part) =>
      /^(?:\.git|git~\d+)[. ]*$/i.test(part.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '')),
    )
  ) {
    return 'it is inside .git';
  }
  return null;
}

/** The folders on the way to a path: `a/b/c` has `a` and `a/b`. */
export const foldersOf = (path: string): readonly string[] => {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
};
