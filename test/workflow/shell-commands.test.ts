import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workflowsIn } from '../../src/workflow/read-workflows.ts';
import { commandsIn, shellOf } from '../../src/workflow/shell-commands.ts';
import { textFile } from './text-file.ts';

function lines(script: string, shell: string): readonly string[] {
  const reading = commandsIn(script, shell);
  if (!reading.known) throw new Error(reading.because);
  return reading.commands.map(
    ({ name, args, line, pipedTo }) =>
      `${line}: ${[name, ...args].join(' ')}${pipedTo === null ? '' : ` | ${pipedTo}`}`,
  );
}

describe('commandsIn bash', () => {
  it.each([
    ['wrappers and assignments', 'sudo -E A=1 npm ci && B=2 npm publish', ['0: npm ci', '0: npm publish']],
    [
      'a variable that holds a wrapper or nothing',
      '$SUDO npm ci && ls | xargs ${dry_run} gh release create v1; $TOOL x',
      ['0: npm ci', '0: ls | gh', '0: gh release create v1', '0: $TOOL x'],
    ],
    ['wrappers with values', 'timeout 30 env -u X A=b nice -n 5 npm i', ['0: npm i']],
    [
      'pipes',
      'curl -sSL https://x.example | sudo bash -s -- -b',
      ['0: curl -sSL https://x.example | bash', '0: bash -s -- -b'],
    ],
    [
      'substitutions',
      'X=$(git rev-parse HEAD); echo "`npm publish`"',
      ['0: git rev-parse HEAD', '0: echo `npm publish`', '0: npm publish'],
    ],
    [
      'process substitution',
      'bash <(curl -s https://x.example)',
      ['0: bash <(curl -s https://x.example)', '0: curl -s https://x.example'],
    ],
    [
      'conditions, loops and functions',
      'if a; then\n  b\nfi\nfor x in 1; do c; done\nf() { d; }\nwhile e; do (g); done',
      ['0: a', '1: b', '3: c', '4: d', '5: e', '5: g'],
    ],
    ['groups into a pipe', '{ echo a; curl b; } | sh', ['0: echo a | sh', '0: curl b | sh', '0: sh']],
    [
      'no strings, here-documents and comments',
      'echo "npm publish" # npm publish\ncat <<EOF\nnpm publish\nEOF',
      ['0: echo npm publish', '1: cat'],
    ],
    [
      'installed programs by name, scripts by path',
      '/usr/bin/npm ci\n./scripts/release.sh now',
      ['0: npm ci', '1: ./scripts/release.sh now'],
    ],
    [
      'expressions as one word',
      'npm publish --tag ${{ inputs.tag || \'a b\' }} "x ${{ y }}"',
      ["0: npm publish --tag ${{ inputs.tag || 'a b' }} x ${{ y }}"],
    ],
    ['continued lines', 'npm \\\n  publish', ['0: npm publish']],
  ])('%s', (_name, script, expected) => {
    expect(lines(script, 'bash')).toEqual(expected);
  });

  it('does not know what it cannot parse', () => {
    expect(commandsIn('if then fi(', 'bash')).toMatchObject({ known: false });
  });
});

describe('commandsIn PowerShell and cmd', () => {
  it.each([
    [
      'pwsh',
      'npm ci; if ($x) { npm publish }\n# npm publish\n$y = & "C:\\bin\\nuget.exe" push `\n  a.nupkg',
      ['0: npm ci', '0: npm publish', '2: nuget push a.nupkg'],
    ],
    [
      'pwsh',
      'iwr https://x.example | iex\nWrite-Host "npm publish"\n$env:A = "b"\n@"\nnpm publish\n"@ | Out-File x',
      ['0: iwr https://x.example | iex', '0: iex', '1: Write-Host npm publish', '5: Out-File x'],
    ],
    [
      'cmd',
      '@echo off\r\nrem npm publish\r\ncall npm ci && npm publish\r\nif exist x npm pack',
      ['0: echo off', '2: npm ci', '2: npm publish', '3: npm pack'],
    ],
  ])('%s', (shell, script, expected) => {
    expect(lines(script, shell)).toEqual(expected);
  });

  it.each(['python', 'node {0}', 'fish', ''])('does not read %s', (shell) => {
    expect(commandsIn('x', shell)).toMatchObject({ known: false });
  });
});

describe('any text', () => {
  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constantFrom('bash', 'pwsh', 'cmd'),
        (script, shell) => {
          commandsIn(script, shell);
        },
      ),
    );
  });

  it('long hostile text ends', () => {
    for (const shell of ['bash', 'pwsh', 'cmd']) {
      for (const part of ['$(', '"', "'", '{ ', '`', '<#', '@"\n', '\\', '((', 'a|', '${{ ', '<<A\n'])
        commandsIn(part.repeat(3_000), shell);
    }
  });
});

describe('shellOf', () => {
  const shell = (job: string, step = '', top = '') => {
    const text = `on: push\n${top}\njobs:\n  a:\n    ${job}\n    steps:\n      - run: x\n        ${step}\n`;
    const [workflow] = workflowsIn({ '.github/workflows/ci.yml': textFile(text) }).workflows;
    const only = workflow?.jobs[0];
    const first = only?.steps[0];
    if (workflow === undefined || only === undefined || first === undefined) throw new Error(`not read: ${text}`);
    return shellOf(workflow, only, first);
  };

  it.each([
    ['the step', 'runs-on: windows-latest', 'shell: bash -l {0}', '', 'bash'],
    ['the job', 'defaults: { run: { shell: pwsh } }\n    runs-on: ubuntu-latest', '', '', 'pwsh'],
    ['the workflow', 'runs-on: windows-latest', '', 'defaults: { run: { shell: "/bin/sh -e {0}" } }', 'sh'],
    ['a Linux runner', 'runs-on: ubuntu-24.04-arm', '', '', 'bash'],
    ['a Windows runner', 'runs-on: [self-hosted, windows]', '', '', 'pwsh'],
    ['a container', 'runs-on: ubuntu-latest\n    container: alpine', '', '', 'sh'],
    [
      'runners of both kinds',
      'strategy: { matrix: { os: [ubuntu-latest, windows-latest] } }\n    runs-on: ${{ matrix.os }}',
      '',
      '',
      null,
    ],
    ['an unknown runner', 'runs-on: our-machine', '', '', null],
    ['a computed shell', 'runs-on: ubuntu-latest', 'shell: ${{ matrix.shell }}', '', null],
  ])('%s', (_name, job, step, top, expected) => {
    expect(shell(job, step, top)).toBe(expected);
  });
});
