import fc from 'fast-check';

/**
 * Properties try the same inputs in every run of the suite, so that a change is never refused for what another one broke.
 * `PROPERTY_SEED` takes another number, or `random` to look for what no run has tried yet.
 */
const wanted = process.env.PROPERTY_SEED ?? '20261122';
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });
