import { readdirSync, readFileSync } from 'node:fs';
import type { Verdict } from '../../src/model/assessment.ts';
import type { ControlCase } from './control-case.ts';
import { PINS } from './sample-facts.ts';

/** A folder of test/fixtures/repos is a repository; its expected.json says what is known of it, and the verdicts. */
export type FixtureRepo = {
  readonly name: string;
  readonly expected: Readonly<Record<string, { readonly verdict: Verdict; readonly findings: number }>>;
  readonly files: Readonly<Record<string, string>>;
  readonly facts: NonNullable<ControlCase['facts']>;
};

const ROOT = 'test/fixtures/repos';

export const FIXTURE_REPOS: readonly FixtureRepo[] = readdirSync(ROOT).map((name) => {
  const paths = readdirSync(`${ROOT}/${name}`, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'expected.json')
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'));
  const files = Object.fromEntries(
    paths.sort().map((path) => [path.slice(ROOT.length + name.length + 2), readFileSync(path, 'utf8')]),
  );
  // The file is written for these tests; a wrong name in it fails there.
  const { facts = {}, controls } = JSON.parse(readFileSync(`${ROOT}/${name}/expected.json`, 'utf8')) as {
    readonly facts?: FixtureRepo['facts'];
    readonly controls: FixtureRepo['expected'];
  };
  return { name, expected: controls, files, facts: { pins: PINS, ...facts } };
});
