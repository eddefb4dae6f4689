import type { Command } from 'commander';
import type { TemplatesInvocation } from './invocation.ts';
import { sayingOf } from './read-options.ts';

export const TEMPLATES_COMMANDS = ['list', 'show', 'render', 'eject', 'lint', 'new'] as const;
export type TemplatesCommand = (typeof TEMPLATES_COMMANDS)[number];

export const TEMPLATES_ARGUMENTS: Readonly<
  Record<TemplatesCommand, { readonly argument: string | null; readonly about: string }>
> = {
  list: { argument: null, about: '' },
  show: { argument: '<id>', about: 'the template' },
  render: { argument: '<id>', about: 'the template' },
  eject: { argument: '[ids-and-folder...]', about: 'templates, all when none is named, and the folder to make' },
  lint: { argument: '[source]', about: 'the pack, as --templates takes it' },
  new: { argument: '<folder>', about: 'the folder to make' },
};

export function readTemplates(name: TemplatesCommand, command: Command): TemplatesInvocation {
  // Every value was validated by the option that declares it (options.ts).
  const options = command.opts() as {
    readonly templates?: string;
    readonly format?: 'text' | 'json';
    readonly set?: readonly string[];
    readonly answers?: string;
  };
  const [first = ''] = command.args;
  const saying = sayingOf(command);
  const about = { ...saying, templates: options.templates ?? null };
  const format = options.format ?? 'text';
  switch (name) {
    case 'list':
      return { command: 'templates list', ...about, format };
    case 'show':
      return { command: 'templates show', ...about, id: first, format };
    case 'render':
      return {
        command: 'templates render',
        ...about,
        id: first,
        set: options.set ?? [],
        answers: options.answers ?? null,
      };
    case 'eject':
      return { command: 'templates eject', ...about, names: command.args };
    case 'lint':
      return { command: 'templates lint', ...about, templates: command.args[0] ?? about.templates, format };
    case 'new':
      return { command: 'templates new', ...saying, directory: first };
  }
}
