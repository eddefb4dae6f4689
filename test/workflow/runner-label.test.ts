import { describe, expect, test } from 'vitest';
import { readWorkflow } from '../../src/workflow/read-workflow.ts';
import { runnerLabel } from '../../src/workflow/runner-label.ts';
import { runnerRequest } from '../../src/workflow/runner-request.ts';
import type { Job } from '../../src/workflow/workflow-file.ts';
import { readYaml } from '../../src/workflow/yaml-source.ts';

describe('a label', () => {
  test.each([
    ['ubuntu-24.04', 'explicit'],
    ['ubuntu-26.04-arm', 'explicit'],
    ['windows-2022', 'explicit'],
    ['windows-2025-vs2026', 'explicit'],
    ['windows-11-arm', 'explicit'],
    ['macos-15-intel', 'explicit'],
    ['macos-26-xlarge', 'explicit'],
    ['Ubuntu-Latest', 'floating'],
    ['macos-latest-large', 'floating'],
    ['ubuntu-slim', 'floating'],
    ['ubuntu-22.04', 'retiring'],
    ['macos-14', 'retiring'],
    ['ubuntu-20.04', 'retired'],
    ['windows-2019', 'retired'],
    ['macos-13-xlarge', 'retired'],
    ['macos-11', 'retired'],
    ['self-hosted', 'self-hosted'],
    ['ubuntu-24.04-16core', 'own'],
    ['ubuntu-latest-8-cores', 'own'],
    ['linux', 'own'],
  ])('%s is %s', (label, kind) => {
    expect(runnerLabel(label).kind).toBe(kind);
  });

  test('that floats says what it is today', () => {
    expect(runnerLabel('ubuntu-latest')).toEqual({ kind: 'floating', now: 'ubuntu-26.04' });
    expect(runnerLabel('ubuntu-slim')).toEqual({ kind: 'floating', now: null });
  });

  test('what a floating label stands for is explicit itself', () => {
    for (const label of [
      'ubuntu-latest',
      'windows-latest',
      'macos-latest',
      'macos-latest-large',
      'macos-latest-xlarge',
    ]) {
      const floating = runnerLabel(label);
      expect(floating.kind === 'floating' && floating.now !== null && runnerLabel(floating.now).kind).toBe('explicit');
    }
  });
});

function jobOf(lines: string): Job {
  const reading = readYaml('a.yml', `on: push\njobs:\n  a:\n${lines.replace(/^/gm, '    ')}\n`);
  const result = reading.ok ? readWorkflow(reading.source) : reading;
  if (!result.ok) throw new Error(result.broken.message);
  return result.value.jobs[0]!;
}

describe('a job asks for', () => {
  test.each([
    ['runs-on: ubuntu-latest', 'hosted'],
    ['uses: ./a.yml', 'hosted'],
    ['runs-on: [self-hosted, gpu]', 'self-hosted'],
    ['runs-on: gpu', 'own'],
    ['runs-on: { group: fast }', 'own'],
    ['runs-on: { group: fast, labels: ubuntu-24.04 }', 'own'],
    ['runs-on: ${{ inputs.os }}', 'computed'],
    ["runs-on: ${{ inputs.big && 'gpu' || 'ubuntu-24.04' }}", 'own'],
    ["runs-on: ${{ inputs.arm && 'ubuntu-24.04-arm' || 'ubuntu-24.04' }}", 'hosted'],
    ["runs-on: ${{ (inputs.arm && 'macos-15') || (inputs.x && 'windows-2025') || 'ubuntu-24.04' }}", 'hosted'],
    ["runs-on: ${{ inputs.os || 'ubuntu-24.04' }}", 'computed'],
    ["runs-on: ${{ format('ubuntu-{0}', inputs.v) }}", 'computed'],
    ['runs-on: ${{ matrix.os }}\nstrategy: { matrix: { os: [ubuntu-24.04, self-hosted] } }', 'self-hosted'],
    ["runs-on: ${{ matrix.os || 'gpu' }}\nstrategy: { matrix: { os: [ubuntu-24.04] } }", 'own'],
  ])('%j: %s', (lines, kind) => {
    expect(runnerRequest(jobOf(lines)).kind).toBe(kind);
  });
});
