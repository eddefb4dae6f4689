import { gitRefs } from '../../src/adapters/git-refs.ts';
import { locateRepository } from '../../src/adapters/locate-repository.ts';
import { deliverBranch, type WritesRefs } from '../../src/deliver/branch.ts';
import { editOf, newFile, requestFor } from './delivery-request.ts';

/** A program of its own: delivers a branch and dies right before (`-`) or after (`+`) the n-th call to git. */
const [root = '', moment = '', signal = ''] = process.argv.slice(2);
let calls = 0;

/** Every method of the interface is a function that is called by name. */
const deadly = (git: WritesRefs): WritesRefs =>
  new Proxy(git, {
    get(target, name) {
      // WritesRefs holds nothing but methods, and the proxy passes their arguments on as they are.
      const method = target[name as keyof WritesRefs] as (...args: readonly unknown[]) => Promise<unknown>;
      return async (...args: readonly unknown[]) => {
        calls += 1;
        await dieAt(`-${calls}`);
        const answer = await method(...args);
        await dieAt(`+${calls}`);
        return answer;
      };
    },
  });

async function dieAt(here: string): Promise<void> {
  if (here !== moment) return;
  process.kill(process.pid, signal);
  // The signal ends the program; until it arrives nothing else may happen.
  await new Promise(() => setInterval(() => undefined, 1000));
}

const located = await locateRepository(root);
const files = [editOf('ci.yml', 'on: push\n', 'on: pull\n'), newFile('.github/CODEOWNERS', '* @ada\n')];
await deliverBranch(requestFor(located.headSha, files), deadly(gitRefs(located, '2026-01-31T08:15:00Z')));
process.stdout.write(`${calls}\n`);
