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
};

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
  readonly accept: readonly { readonly control: string; readonly rule: string; readonly reason: string }[];
  /** The Handlebars text. */
  readonly text: string;
  /** Path of the source inside the pack, for messages. */
  readonly source: string;
};
