import isUnicodeSupported from 'is-unicode-supported';

/** Whether glyphs beyond ASCII can be shown here. */
export const showsUnicode = (): boolean => isUnicodeSupported();
