import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { variablesInBash } from '../../src/ecosystems/variable-in-bash.ts';
import { expressionsIn } from '../../src/workflow/expressions.ts';
import { commandsIn } from '../../src/workflow/shell-commands.ts';

/** Places of a script; `@` is where the expression stands. */
const PLACES = [
  'echo @',
  'echo "a @ b"',
  "echo 'a @ b' '@'",
  "echo '@'",
  'echo --name=@ x@y',
  'X=@; echo "$X"',
  'X="@"; echo "$X"',
  'if [ @ = "@" ]; then echo same; fi',
  'case @ in @) echo "@" ;; esac',
  'echo "$(printf %s @)" "$(printf %s "@")"',
  'cat <<EOF\nsaid "@"\nEOF',
  '# about @\necho',
  "printf '%s\\n' @ | tr a-z A-Z",
  '{ echo @; echo "@"; }',
  'f() { echo "$1"; }; f @; f "@"',
  'echo "`echo @`"',
  'for word in @; do echo "$word"; done',
  "sh -c 'echo @'",
  'echo $((@))',
] as const;
const EXPRESSION = '${{ github.event.issue.title }}';
const NAME = 'ISSUE_TITLE';

const scripts = fc
  .array(fc.constantFrom(...PLACES), { minLength: 1, maxLength: 6 })
  .map((places) => places.map((place) => place.replaceAll('@', EXPRESSION)).join('\n'));

function rewritten(script: string): string {
  const { replacements } = variablesInBash(
    script,
    expressionsIn(script),
    () => NAME,
    () => false,
  );
  return replacements
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: now }) => text.slice(0, start) + now + text.slice(end), script);
}

const asGithubWould = (script: string, value: string): string => script.replaceAll(EXPRESSION, value);
const programs = (script: string): readonly string[] => {
  const reading = commandsIn(script, 'sh');
  if (!reading.known) throw new Error(reading.because);
  return reading.commands.map(({ name }) => name);
};

test('the same programs are called as before', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      expect(programs(rewritten(script))).toEqual(programs(script));
    }),
  );
});

test('what is left is what the shell splits, computes or hands to another program', () => {
  for (const place of PLACES) {
    const left = expressionsIn(rewritten(place.replaceAll('@', EXPRESSION))).length;
    expect(left > 0, place).toBe(/^for |^sh -c|\$\(\(/.test(place));
  }
});

const run = (script: string, value: string) => {
  const { status, stdout } = spawnSync('sh', ['-e'], {
    input: script,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, [NAME]: value },
  });
  return { status, stdout };
};
const hasShell = spawnSync('sh', ['-c', 'true']).status === 0;
const safe = scripts.filter((script) => !/^for |^sh -c|\$\(\(/m.test(script));

test('a harmless value gives the same output, and no value is run', () => {
  // Where there is no sh, the reading above is all that can be said.
  if (!hasShell) expect(process.platform).toBe('win32');
  else {
    fc.assert(
      fc.property(safe, fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), (script, value) => {
        expect(run(rewritten(script), value)).toEqual(run(asGithubWould(script, value), value));
      }),
      { numRuns: 40 },
    );
    fc.assert(
      fc.property(safe, (script) => {
        const { stdout } = run(rewritten(script), `'"; echo INJ''ECTED; $(echo INJ''ECTED) \`echo INJ''ECTED\` #`);
        expect(stdout.toUpperCase()).not.toContain('INJECTED');
      }),
      { numRuns: 40 },
    );
  }
});
