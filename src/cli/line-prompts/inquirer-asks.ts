import { checkbox, confirm, input, select } from '@inquirer/prompts';
import { printable, printableText } from '../../report/printable.ts';
import { type Asks, type Option, PromptCancelled } from './asks.ts';

type Streams = { readonly stdin: NodeJS.ReadStream; readonly stderr: NodeJS.WriteStream };

/** Prompts on stderr, so that stdout carries the result alone. */
export function inquirerAsks({ stdin, stderr }: Streams): Asks {
  const context = { input: stdin, output: stderr };
  return {
    select: ({ message, options, initial }) =>
      cancellable(
        select(
          {
            message: printable(message),
            choices: options.map(choice),
            loop: false,
            pageSize: 12,
            theme: { indexMode: 'number' },
            ...(initial === undefined ? {} : { default: initial }),
          },
          context,
        ),
      ),
    input: ({ message, initial, refuse }) =>
      cancellable(
        input(
          {
            message: printable(message),
            validate: (text) => refuse(text) ?? true,
            ...(initial === undefined ? {} : { default: initial }),
          },
          context,
        ),
      ),
    confirm: ({ message, initial }) => cancellable(confirm({ message: printable(message), default: initial }, context)),
    checkbox: ({ message, options }) =>
      cancellable(
        checkbox(
          {
            message: printable(message),
            choices: options.map((option) => ({ ...choice(option), checked: option.checked })),
            loop: false,
            pageSize: 12,
          },
          context,
        ),
      ),
    say: (line) => void stderr.write(`${printableText(line)}\n`),
    onInterrupt: (listener) => {
      process.on('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
  };
}

const choice = <T>({ value, name, disabled }: Option<T>) => ({
  value,
  name: printable(name),
  ...(disabled === undefined ? {} : { disabled: `(${printable(disabled)})` }),
});

/** Ctrl-c is a decision, not a failure: it gets a type of our own. */
async function cancellable<T>(prompt: Promise<T>): Promise<T> {
  try {
    return await prompt;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') throw new PromptCancelled();
    throw error;
  }
}
