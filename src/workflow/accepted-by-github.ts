import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { ErrorPolicy } from '@actions/workflow-parser/model/convert';
import type { TextFile } from '../model/files.ts';
import { CODEOWNERS_PLACES, parseCodeowners } from './codeowners.ts';
import { DEPENDABOT_PLACES } from './dependabot.ts';
import { dependabotRefusals } from './dependabot-refusals.ts';
import { NEWER_THAN_PARSER } from './newer-than-parser.ts';
import { isWorkflowPath } from './read-workflows.ts';
import { yamlSource } from './yaml-source.ts';

/**
 * Why GitHub would not accept a file, without positions: workflows and actions by GitHub's own parser, Dependabot's configuration and
 * CODEOWNERS by their documented form. Other files are never refused.
 */
export const refusalsOf = (path: string, text: string): readonly string[] =>
  refusalsOfFile({ path, mode: '100644', text });

function refusalsOfFile(file: TextFile): readonly string[] {
  const { path, text } = file;
  if (isOneOf(DEPENDABOT_PLACES, path)) return dependabotRefusals(path, text);
  if (isOneOf(CODEOWNERS_PLACES, path)) return parseCodeowners(text).skipped.map(({ because }) => because);
  const isAction = /(?:^|\/)action\.ya?ml$/.test(path);
  if (!isAction && !isWorkflowPath(path)) return [];
  // Read by us first: GitHub's parser unfolds aliases without measure.
  const yaml = yamlSource(file);
  if (!yaml.ok) return [`the file ${yaml.broken.message}`];
  return isAction ? actionRefusals(path, yaml.source.body) : workflowRefusals(path, yaml.source.body);
}

/** Refusals that the text before did not have; `before` is null for a new file. */
export function newRefusals(before: string | null, after: TextFile): readonly string[] {
  const now = refusalsOfFile(after);
  if (now.length === 0) return [];
  const known = before === null ? [] : [...refusalsOf(after.path, before)];
  return now.filter((message) => {
    const index = known.indexOf(message);
    if (index !== -1) known.splice(index, 1);
    return index === -1;
  });
}

const isOneOf = (places: readonly string[], path: string): boolean => places.includes(path);

function workflowRefusals(name: string, content: string): readonly string[] {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  // The promise holds nothing that we need: without a file provider everything is checked, and noted in the context, before it returns.
  if (value !== undefined)
    void convertWorkflowTemplate(context, value, undefined, { errorPolicy: ErrorPolicy.TryConversion });
  return messagesOf(context);
}

const actionRefusals = (name: string, content: string): readonly string[] =>
  messagesOf(parseAction({ name, content }, new NoOperationTraceWriter()).context);

type Context = ReturnType<typeof parseWorkflow>['context'];

function messagesOf({ errors }: Context): readonly string[] {
  const messages = errors.getErrors().map(({ rawMessage }) => rawMessage);
  // A step that only waits does neither, which the parser cannot know yet.
  const derived = messages.includes("Unexpected value 'wait'") ? 'Expected one of uses or run to be defined' : null;
  return messages.filter((message) => message !== derived && !isNewerKey(message));
}

const isNewerKey = (message: string): boolean =>
  Object.keys(NEWER_THAN_PARSER).some((key) => message === `Unexpected value '${key}'`);
