declare const HARDEN_BUILDS_VERSION: string | undefined;

export const TOOL = 'harden-builds';

/** Written in by the build; a run from source has none. */
export const VERSION: string = typeof HARDEN_BUILDS_VERSION === 'string' ? HARDEN_BUILDS_VERSION : '0.0.0-source';
