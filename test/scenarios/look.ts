import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArguments } from '../../src/cli/arguments.ts';
import { check } from '../../src/cli/commands/check.ts';
import type { checkJson } from '../../src/report/json.ts';
import type { Twin } from '../github-twin/twin.ts';

export type Report = ReturnType<typeof checkJson>;
export type Judged = Report['controls'][number];

export type Looking = { readonly token: string | null; readonly host?: string };

/** What `check --repo octo/app --format json` reports: the command as it is wired, against the twin. */
export async function look(twin: Twin, { token, host = 'github.com' }: Looking): Promise<Report> {
  const home = mkdtempSync(join(tmpdir(), 'harden-builds-look-'));
  const environment = {
    HOME: home,
    GITHUB_API_URL: twin.url,
    GITHUB_GRAPHQL_URL: twin.graphqlUrl,
    GH_HOST: host,
    ...(token === null ? {} : { GH_TOKEN: token }),
  };
  const around = {
    environment,
    workingDirectory: home,
    stdinIsTerminal: false,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    columns: null,
    rows: null,
  };
  try {
    const invocation = parseArguments(['check', '--repo', `${host}/octo/app`, '--format', 'json'], environment, null);
    if (invocation.command !== 'check') throw new Error(`${invocation.command} is not check`);
    let said = '';
    await check(invocation, around, {
      result: async (text) => {
        said += text;
      },
      note: () => {},
      detail: () => {},
    });
    return JSON.parse(said);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
