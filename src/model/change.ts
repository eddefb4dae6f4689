import type { Operation } from './operation.ts';

/** `safe` cannot change what a run does, or only makes it stop; everything else is `review`. */
export type Risk = 'safe' | 'review';

/** Edits a file that exists. */
export type EditFile = {
  readonly kind: 'edit-file';
  readonly path: string;
  readonly operations: readonly Operation[];
  readonly summary: string;
};

/** Creates a file from a template. Two remedies that create one path use one template; list inputs are united. */
export type CreateFile = {
  readonly kind: 'create-file';
  readonly path: string;
  readonly template: string;
  readonly inputs: TemplateInputs;
  readonly summary: string;
};

export type TemplateValue = string | boolean | readonly string[];
export type TemplateInputs = Readonly<Record<string, TemplateValue>>;

/** An API call with its inverse. Never part of a pull request. `after: 'merge'` must wait until the files are merged. */
export type SettingChange = {
  readonly kind: 'setting';
  readonly summary: string;
  readonly request: ApiCall;
  /** The payload template that says the body, for teams that ask for more; `request.body` is the least that it must say. */
  readonly payload?: { readonly template: string; readonly inputs: TemplateInputs };
  readonly inverse: ApiCall | null;
  readonly before: string;
  readonly after: string;
  readonly when: 'now' | 'after-merge';
  readonly why: string;
};

export type ApiCall = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** With owner and name filled in: `/repos/octo/app/actions/permissions/workflow`. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | null;
};

/** Something only a person can do. `lines` are the exact lines to paste or commands to run. */
export type ManualStep = {
  readonly kind: 'manual';
  readonly summary: string;
  readonly why: string;
  readonly lines: readonly string[];
  readonly url: string | null;
  readonly path?: string;
};

export type Change = EditFile | CreateFile | SettingChange | ManualStep;
