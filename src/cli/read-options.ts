import type { Command } from 'commander';
import { Refusal } from '../model/refusal.ts';
import type { CheckInvocation, ExplainInvocation, InitInvocation, Looking, PlanFormat, Saying } from './invocation.ts';

// Commander gives the values untyped; every one below was validated by the option that declares it (options.ts).
type Given = Looking & Saying & { readonly quiet?: boolean; readonly verbose?: boolean; readonly color: boolean };
const given = <T>(command: Command): Partial<T> & Partial<Given> => command.opts() as Partial<T> & Partial<Given>;

const refuse = (title: string, why: string, next: string): Refusal =>
  new Refusal(title, { why, next: [next], exitCode: 2 });

export function readCheck(command: Command): CheckInvocation {
  const options = given<Omit<CheckInvocation, 'compare'> & { compare: string }>(command);
  const looking = lookingOf(command);
  if (options.worktree === true && (looking.base !== null || (looking.repo !== null && looking.path === null)))
    throw refuse(
      '--worktree reads the files on disk, and --base or --repo names others',
      'One run judges one state of the files.',
      'leave one of them out',
    );
  if (options.compare !== undefined && looking.repo !== null && looking.path === null)
    throw refuse(
      '--compare needs a checkout',
      'Both commits are read from the same clone, and --repo without PATH reads none.',
      'name the checkout as PATH',
    );
  if (options.failOnNew === true && options.compare === undefined)
    throw refuse(
      '--fail-on-new needs --compare',
      'What is new is told by comparing with another commit.',
      'add --compare REF: the branch the changes go to, or a tag',
    );
  return {
    command: 'check',
    ...looking,
    ...sayingOf(command),
    format: options.format ?? 'text',
    failOn: options.failOn ?? 'must',
    failOnUnknown: options.failOnUnknown ?? false,
    worktree: options.worktree ?? false,
    compare: options.compare ?? null,
    failOnNew: options.failOnNew ?? false,
  };
}

export function readInit(command: Command): InitInvocation {
  const options = given<
    Omit<InitInvocation, 'dryRun' | 'reviewers'> & { dryRun: boolean; format: PlanFormat; reviewer: readonly string[] }
  >(command);
  const looking = lookingOf(command);
  const demo = options.demo ?? false;
  const local = looking.local || demo;
  const deliver = options.deliver ?? (local ? 'branch' : 'pr');
  if (demo && (looking.path !== null || looking.repo !== null || looking.base !== null))
    throw refuse('--demo makes its own repository', 'PATH, --repo and --base name another one.', 'leave them out');
  if (deliver === 'pr' && local)
    throw refuse(
      '--deliver pr needs the host, and nothing online is wanted',
      demo ? 'The demonstration stays on this machine.' : '--local keeps everything on this machine.',
      'use --deliver branch, patch or worktree',
    );
  if (looking.repo !== null && looking.path === null && (deliver === 'branch' || deliver === 'worktree'))
    throw refuse(
      `--deliver ${deliver} needs a checkout`,
      '--repo without PATH reads the repository at its host, and nothing local.',
      'name the checkout as PATH, or use --deliver pr or patch',
    );
  if (deliver !== 'pr' && (options.draft === true || options.reviewer !== undefined))
    throw refuse(
      '--draft and --reviewer belong to a pull request',
      `The delivery is "${deliver}".`,
      'leave them out, or use --deliver pr',
    );
  if (options.format !== undefined && options.dryRun !== true)
    throw refuse('--format belongs to --dry-run', 'A delivery has no format.', 'add --dry-run, or leave --format out');
  return {
    command: 'init',
    ...looking,
    local,
    ...sayingOf(command),
    deliver,
    branch: options.branch ?? null,
    title: options.title ?? null,
    draft: options.draft ?? false,
    reviewers: options.reviewer ?? [],
    dryRun: options.dryRun === true ? (options.format ?? 'text') : null,
    yes: options.yes ?? false,
    maxRisk: options.maxRisk ?? 'review',
    answers: options.answers ?? null,
    plain: options.plain ?? false,
    demo,
  };
}

export function readExplain(command: Command): ExplainInvocation {
  const options = given<ExplainInvocation>(command);
  return {
    command: 'explain',
    ...sayingOf(command),
    control: command.args[0] ?? null,
    format: options.format ?? 'text',
  };
}

function lookingOf(command: Command): Looking {
  const options = given<Looking>(command);
  const path = command.args[0] ?? null;
  if (options.local === true && options.repo !== undefined && path === null)
    throw refuse(
      '--local and --repo contradict each other',
      '--repo without PATH reads the repository at its host; --local reads nothing online.',
      'leave one of them out, or name the checkout as PATH',
    );
  if (path === '' || path?.includes('\0'))
    throw refuse('PATH is not a path', 'It is empty or holds a NUL character.', 'name a folder of the repository');
  return {
    path,
    repo: options.repo ?? null,
    base: options.base ?? null,
    local: options.local ?? false,
    only: options.only ?? [],
    skip: options.skip ?? [],
    templates: options.templates ?? null,
    policy: options.policy ?? null,
  };
}

export function sayingOf(command: Command): Saying {
  const options = given<Saying>(command);
  return {
    output: options.output ?? null,
    color: options.color === false ? false : null,
    verbosity: options.quiet === true ? 'quiet' : options.verbose === true ? 'verbose' : 'normal',
  };
}
