import { originOf } from '../workflow/origin.ts';
import type { Located, Step } from '../workflow/workflow-file.ts';
import { at, locatedText } from '../workflow/yaml-view.ts';
import { actionName } from './reached-steps.ts';

/** A text of a step that is run as code: a script, or an input that an action hands to a shell or an interpreter. */
export type CodeText = { readonly text: Located<string>; readonly language: 'shell' | 'javascript' | 'other' };

/** Every text of a step that becomes code after its expressions were replaced. */
export function codeTextsOf(step: Step): readonly CodeText[] {
  const shell = locatedText(at(originOf(step), 'shell'));
  const language = /^(?:python|node|perl|ruby|deno)/.test(step.shell ?? '') ? 'other' : 'shell';
  return [
    ...(step.run === null ? [] : [{ text: step.run, language } as const]),
    ...(shell === null ? [] : [{ text: shell, language: 'other' } as const]),
    ...inputsAsCode(step),
  ];
}

function inputsAsCode(step: Step): readonly CodeText[] {
  const action = actionName(step);
  const names = action !== null && Object.hasOwn(INPUTS, action) ? INPUTS[action] : undefined;
  const language = action === 'actions/github-script' ? 'javascript' : 'other';
  return Object.entries(step.with).flatMap(([name, text]) =>
    names?.split(' ').includes(name.toLowerCase()) ? [{ text, language } as const] : [],
  );
}

/** Inputs that each action, by its own documentation, runs as a script, a command or an expression. */
const INPUTS: Readonly<Record<string, string>> = {
  'actions/github-script': 'script',
  '8398a7/action-slack': 'custom_payload',
  'addnab/docker-run-action': 'run options',
  'amadevus/pwsh-script': 'script',
  'appleboy/ssh-action': 'script',
  'azure/cli': 'inlinescript',
  'azure/powershell': 'inlinescript',
  'cardinalby/js-eval-action': 'expression',
  'cypress-io/github-action': 'command install-command build start',
  'devcontainers/ci': 'runcmd',
  'devorbitus/yq-action-output': 'cmd',
  'gautamkrishnar/blog-post-workflow': 'item_exec',
  'imjohnbo/issue-bot': 'body linked-comments-previous-issue-text linked-comments-new-issue-text',
  'jannekem/run-python-script-action': 'script',
  'lucasbento/auto-close-issues': 'issue-close-message',
  'mikefarah/yq': 'cmd',
  'nick-fields/retry': 'command new_command_on_retry on_retry_command',
  'nick-invision/retry': 'command new_command_on_retry on_retry_command',
  'reactivecircus/android-emulator-runner': 'script pre-emulator-launch-script',
  'roots/issue-closer-action': 'issue-close-message pr-close-message',
  'satackey/action-js-inline': 'script',
  'sergeysova/jq-action': 'cmd',
  'skitionek/notify-microsoft-teams': 'overwrite',
  'tibdex/backport': 'body_template head_template labels_template title_template',
  'uraimo/run-on-arch-action': 'run install setup',
  'vmactions/freebsd-vm': 'run prepare',
  'vmactions/netbsd-vm': 'run prepare',
  'vmactions/omnios-vm': 'run prepare',
  'vmactions/openbsd-vm': 'run prepare',
  'vmactions/solaris-vm': 'run prepare',
};
