/** The day on which these journeys take place: the pins that are shipped are fresh, and a suggested last day is known. */
const NOW = '2026-11-22T12:00:00Z';

const PRELOAD = `
const Real = Date, ahead = Real.parse('${NOW}') - Real.now();
globalThis.Date = class Date extends Real {
  constructor(...given) { if (given.length === 0) super(Real.now() + ahead); else super(...given); }
  static now() { return Real.now() + ahead; }
};`;

/** Starts Node with a clock that runs from that day on; the program is the one that is shipped. */
export const FIXED_CLOCK = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(PRELOAD)}` } as const;
