import type { ApiCall } from '../model/change.ts';

/** The `gh` command that makes this call, in lines to be pasted into a shell. */
export function ghApiCall({ method, path, body }: ApiCall, host: string): readonly string[] {
  const where = host === 'github.com' ? '' : ` --hostname ${host}`;
  const command = `gh api${where} --method ${method} ${quoted(path)}`;
  const entries = Object.entries(body ?? {});
  if (entries.length === 0) return [command];
  if (entries.every(([, value]) => ['string', 'boolean', 'number'].includes(typeof value))) {
    return [`${command}${entries.map(([key, value]) => ` ${field(key, value)}`).join('')}`];
  }
  return [`${command} --input - <<'JSON'`, JSON.stringify(body, null, 2), 'JSON'];
}

/** `-f` sends text as it is; `-F` turns true, false and numbers into JSON. */
const field = (key: string, value: unknown): string =>
  `${typeof value === 'string' ? '-f' : '-F'} ${quoted(`${key}=${value}`)}`;

const quoted = (argument: string): string =>
  /^[A-Za-z0-9_./:@%+=,-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
