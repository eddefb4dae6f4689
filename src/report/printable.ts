/** Escape sequences as terminals read them: CSI, then OSC/DCS/APC/PM/SOS up to their end, then any other two-character escape. */
const ESCAPES =
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|(?:\u001B[\]PX^_]|[\u009D\u0090\u0098\u009E\u009F])[^\u0007\u001B\u009C\n]*(?:\u0007|\u001B\\|\u009C)?|\u001B[ -/]*[0-~]?/g;
/** C0 and C1 but for tab and line feed, DEL, and the characters that reorder or hide text. */
const INVISIBLE =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]|\uDB40[\uDC00-\uDC7F]/g;

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/**
 * Text from a repository or an API, made safe to write to a terminal: no control sequences, nothing that reorders or hides.
 * Line feeds stay, a tab becomes two spaces.
 */
export const printableText = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(ESCAPES, '')
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATE, '\uFFFD')
    .replaceAll('\t', '  ');

/** The same for a place that holds one line: line ends become spaces. */
export const printable = (text: string): string =>
  printableText(text).replace(/\s+/g, (blanks) => (blanks.includes('\n') ? ' ' : blanks));
