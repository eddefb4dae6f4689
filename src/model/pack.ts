import type { AcceptedFinding } from './finding.ts';

/** A loaded template pack: its manifest and the texts of its files. A pack carries data, never code. */
export type Pack = {
  readonly name: string;
  readonly version: string;
  readonly templates: readonly Template[];
  /** Partials by id. */
  readonly partials: Readonly<Record<string, string>>;
  /** Versions the pack holds back: action `owner/repo` in lower case → tag. Every other action is taken at its latest. */
  readonly pins: Readonly<Record<string, string>>;
  /** Runner labels by the name templates use: `linux` → `ubuntu-24.04`. */
  readonly runners: Readonly<Record<string, string>>;
  /** Documents outside `.github/` that its templates may create, as paths from the root. */
  readonly documents: readonly string[];
  /** The packs it is made of, outermost first. One that extends nothing is its only layer. */
  readonly layers: readonly PackOrigin[];
  /** Index in `layers` of the pack that a template or partial is from, by id: of several the outermost that changes it. */
  readonly writtenIn: Readonly<Record<string, number>>;
  /** Path of each partial inside its pack, by id, for messages. */
  readonly partialSources: Readonly<Record<string, string>>;
};

/** Where a pack came from, as it is recorded in whatever was made with it. */
export type PackOrigin = {
  readonly name: string;
  readonly version: string;
  /** As it was asked for: `built-in`, a folder, `github:acme/templates/ci@v2`, `npm:@acme/templates@1.2.0`. */
  readonly source: string;
  /** What that was when it was read: a commit, `sha512-…` of an archive, `sha256-…` of a folder. Null for the pack of the program. */
  readonly resolved: string | null;
};

/** One file of a pack as its source has it, not judged yet. `link` is anything that is not a regular file. */
export type PackEntry = {
  /** From the root of the pack, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'link';
  /** In bytes. */
  readonly size: number;
  /** Empty when the file is not part of the pack or too large. */
  readonly bytes: Uint8Array;
};

/**
 * Most that is read of one pack: more is a mistake, or somebody else's intention. `entries` counts everything that lies beside
 * its files, `archiveBytes` what an archive unpacks to.
 */
export const PACK_LIMITS = {
  entries: 5000,
  files: 300,
  fileBytes: 256 * 1024,
  allBytes: 2 * 1024 * 1024,
  archiveBytes: 32 * 1024 * 1024,
  layers: 5,
} as const;

/** Which files of a source belong to the pack: the others (a readme, a licence) are passed over. */
export const isPackFile = (path: string): boolean => path === 'pack.yml' || path.endsWith('.hbs');

export const isWorthReading = (path: string, size: number): boolean =>
  isPackFile(path) && size <= PACK_LIMITS.fileBytes;

export type InputType = 'string' | 'choice' | 'list' | 'bool' | 'owner' | 'glob' | 'expression';

export type TemplateInput = {
  readonly type: InputType;
  readonly question: string;
  readonly help: string;
  readonly required: boolean;
  readonly default?: string | boolean | readonly string[];
  /** A fact view by name (ecosystems/fact-views.ts). */
  readonly defaultFrom?: string;
  readonly pattern?: string;
  readonly choices?: readonly string[];
};

export type TemplateKind = 'workflow' | 'file' | 'document' | 'payload' | 'partial' | 'variant';

export type Template = {
  readonly id: string;
  readonly kind: TemplateKind;
  readonly title: string;
  /** Where it goes, may name inputs. */
  readonly output: string;
  readonly serves: readonly string[];
  readonly when: readonly string[];
  readonly inputs: Readonly<Record<string, TemplateInput>>;
  readonly accept: readonly AcceptedFinding[];
  /** The Handlebars text. */
  readonly text: string;
  /** Path of the source inside the pack, for messages. */
  readonly source: string;
};
