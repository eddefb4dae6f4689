/** The only clock: everything pure gets its time as a value. */
export const now = (): string => new Date().toISOString();
