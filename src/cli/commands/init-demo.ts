import type { Surroundings } from '../../adapters/process-environment.ts';
import type { ExitCode } from '../../model/refusal.ts';
import { checkText } from '../../report/terminal.ts';
import { paintFor } from '../colour.ts';
import { type DemoRepository, makeDemoRepository } from '../demo-repository.ts';
import { receiptFor } from '../finish-run.ts';
import type { InitMode } from '../init-mode.ts';
import { beginRun, type Looked, look } from '../init-run.ts';
import type { InitInvocation } from '../invocation.ts';
import type { Output } from '../output.ts';
import { showsUnicode } from '../unicode.ts';
import { deliverPlan, initUnattended, lookQuietly, planUnattended } from './init-unattended.ts';

/** The real `init` on a repository made for the purpose: everything stays in one temporary folder. */
export async function initDemo(
  invocation: InitInvocation,
  around: Surroundings,
  output: Output,
  mode: InitMode,
): Promise<ExitCode> {
  const demo = await makeDemoRepository();
  output.note(`a badly secured repository was made in ${demo.root}`);
  const inside: Surroundings = {
    ...around,
    environment: { ...around.environment, HARDEN_BUILDS_STATE_DIR: demo.state },
  };
  const asked: InitInvocation = {
    ...invocation,
    path: demo.root,
    yes: mode.kind === 'unattended' && invocation.answers === null ? true : invocation.yes,
  };
  const code = await carryOut(asked, inside, output, mode);
  output.note(`look around in ${demo.root}; delete it with: ${removal(demo)}`);
  return code;
}

async function carryOut(
  asked: InitInvocation,
  around: Surroundings,
  output: Output,
  mode: InitMode,
): Promise<ExitCode> {
  const run = await beginRun(asked, around, output);
  if (mode.kind !== 'unattended') return (await import('./init-wizard.ts')).initWizard(run, mode);
  if (asked.dryRun !== null || asked.deliver !== 'branch' || asked.answers !== null) return initUnattended(run);
  const before = await lookQuietly(run);
  const { plan } = planUnattended(run, before, null);
  const { outcome, stopped } = await deliverPlan(run, before, plan);
  const changed = outcome.branch === null ? before : await lookAt(outcome.branch, asked, around, output);
  const report = ({ assessment, snapshot }: Looked) =>
    checkText(assessment, snapshot.target, {
      columns: around.columns ?? 80,
      paint: paintFor(asked, around.environment, around.stdoutIsTerminal),
      unicode: showsUnicode(),
      most: 3,
      since: [],
    });
  const part = (title: string, text: string) => `${title}\n\n${text}`;
  await output.result(
    [
      part('Before', report(before)),
      part('What was done', receiptFor(run, before, plan, outcome)),
      part('After', report(changed)),
    ].join('\n'),
  );
  return stopped ? 130 : 0;
}

async function lookAt(branch: string, asked: InitInvocation, around: Surroundings, output: Output): Promise<Looked> {
  const run = await beginRun({ ...asked, base: branch }, around, output);
  return look(
    run,
    () => {},
    () => {},
  );
}

const removal = ({ folder }: DemoRepository): string =>
  process.platform === 'win32' ? `rmdir /s /q "${folder}"` : `rm -rf ${folder}`;
