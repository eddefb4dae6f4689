/** A text of the repository as one word of a command that somebody will paste into a shell: quoted unless it is plainly harmless. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
