import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { offlineActionRepositories } from '../../src/adapters/offline-action-repositories.ts';
import { offlineAdvisories } from '../../src/adapters/offline-advisories.ts';
import { offlinePins } from '../../src/adapters/offline-pins.ts';
import { assess } from '../../src/assess/assess.ts';
import { CONTROLS } from '../../src/controls/registry.ts';
import { factViews } from '../../src/ecosystems/fact-views.ts';
import type { TemplateInputs } from '../../src/model/change.ts';
import type { Control } from '../../src/model/control.ts';
import { known } from '../../src/model/fact.ts';
import { isPlace } from '../../src/model/finding.ts';
import { overlay } from '../../src/plan/overlay.ts';
import { parsePack } from '../../src/templating/pack-manifest.ts';
import { renderTemplate } from '../../src/templating/render-template.ts';
import { emptySnapshot } from '../support/empty-snapshot.ts';

const files = Object.fromEntries(
  readdirSync('templates', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .map((path) => [path.replace(/^templates\//, ''), readFileSync(path, 'utf8')]),
);
const parsed = parsePack(files);
if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
const { pack } = parsed;

/** A project that each template is for, with its lock file, so that only the template is judged. */
const NODE = {
  'package.json': '{"name":"app","version":"1.0.0","scripts":{"test":"node --test"},"dependencies":{"a":"1"}}\n',
  'package-lock.json': '{}\n',
  '.nvmrc': '24\n',
};
const GO = {
  'go.mod': 'module example.com/app\n\ngo 1.26\n\nrequire a.b/c v1.0.0\n',
  'go.sum': '',
  'main.go': 'package main\n',
};
const RUST = { 'Cargo.toml': '[package]\nname = "app"\nversion = "1.0.0"\n', 'Cargo.lock': '' };
const PYTHON = {
  'pyproject.toml': '[project]\nname = "app"\nversion = "1.0.0"\n[build-system]\nrequires = ["hatchling==1.27.0"]\n',
  'uv.lock': '',
};
const GEM = { 'app.gemspec': '', Gemfile: '', 'Gemfile.lock': '' };
const IMAGE = { Dockerfile: `FROM scratch@sha256:${'0'.repeat(64)}\n` };
const PROJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'ci-node': NODE,
  'ci-python': PYTHON,
  'ci-go': GO,
  'ci-rust': RUST,
  'ci-maven': { 'pom.xml': '<project/>\n', mvnw: '#!/bin/sh\n' },
  'ci-gradle': { 'build.gradle': '', gradlew: '#!/bin/sh\n', 'gradle/verification-metadata.xml': '<x/>\n' },
  'ci-dotnet': { 'app.csproj': '<Project/>\n', 'packages.lock.json': '{}\n' },
  'ci-ruby': { Gemfile: '', 'Gemfile.lock': '' },
  'ci-generic': { Makefile: 'all:\n\ttrue\n' },
  'ci-container': IMAGE,
  'release-binaries': GO,
  'release-npm': NODE,
  'release-container': IMAGE,
  'release-pypi': PYTHON,
  'release-crate': RUST,
  'release-goreleaser': GO,
  'release-gem': GEM,
  'release-nuget': { 'app.csproj': '<Project/>\n', 'packages.lock.json': '{}\n' },
  'release-maven-central': { 'pom.xml': '<project/>\n', mvnw: '#!/bin/sh\n' },
  'release-gradle-central': {
    'build.gradle': '',
    gradlew: '#!/bin/sh\n',
    'gradle/verification-metadata.xml': '<x/>\n',
  },
  'release-helm': { 'Chart.yaml': 'name: app\nversion: 1.0.0\n' },
  'release-go-module': GO,
  'release-action': { ...NODE, 'action.yml': 'name: a\nruns: { using: node24, main: dist/index.js }\n' },
};
const NEEDED: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>> = {
  'ci-generic': { command: 'make' },
  codeowners: { owners: ['@octo/build'] },
  'sign-private-runner': { source: 'octo/other', 'binary-name': 'app' },
  'release-with-shared-build': {
    builder: 'octo/builders/.github/workflows/reusable-build-attest.yml',
    'builder-commit': '0123456789abcdef0123456789abcdef01234567',
    'builder-version': 'v1.0.0',
  },
};
/** What every real run knows of actions, so that those a template uses are judged as well. */
const CATALOGUE = { via: 'catalogue', at: 'test' } as const;
const KNOWN = {
  pins: known(offlinePins(), CATALOGUE),
  actionAdvisories: known(offlineAdvisories(), CATALOGUE),
  actionRepositories: known(offlineActionRepositories(), CATALOGUE),
};
const workflows = pack.templates.filter(({ kind }) => kind === 'workflow');

/** Nothing of what a template writes may be left to the user without a word in its `accept`. */
function unaccepted(id: string, answers: TemplateInputs, controls: readonly Control[]): readonly string[] {
  const snapshot = emptySnapshot(PROJECTS[id] ?? {}, KNOWN);
  const given = { pins: offlinePins(), views: factViews(snapshot), seed: 'octo/app' };
  const rendered = renderTemplate(pack, id, { ...NEEDED[id], ...answers }, given);
  if (!rendered.ok) throw new Error(rendered.problems.join('\n'));
  const { path, text } = rendered;
  const accept = pack.templates.find((each) => each.id === id)?.accept ?? [];
  const after = overlay(snapshot, new Map([[path, { path, mode: '100644' as const, text }]]));
  return assess(after, controls).controls.flatMap(({ control, findings }) =>
    findings
      .filter(({ location }) => isPlace(location) && location.path === path)
      .filter(({ rule }) => !accept.some((each) => each.control === control.id && each.rule === rule))
      .map((finding) => `${control.id}/${finding.rule}: ${finding.message}`),
  );
}

/** Each value of each choice once. */
const choices = workflows.flatMap(({ id, inputs }) =>
  Object.entries(inputs).flatMap(([name, input]) =>
    (input.type === 'bool' ? [true, false] : (input.choices ?? [])).map((value) => ({
      name: `${id}, ${name}: ${value}`,
      id,
      answers: { [name]: value, ...(value === 'other' ? { 'build-command': 'make' } : {}) },
      // Where the facts of a project say the value, another one does not fit the project it is tried on.
      controls:
        input.defaultFrom === undefined
          ? CONTROLS
          : CONTROLS.filter((each) => each.id === 'third-party-actions-vetted'),
    })),
  ),
);

describe('the floor', () => {
  test.each(workflows.map(({ id }) => id))('what %s writes gives no control a finding but those it accepts', (id) => {
    expect(unaccepted(id, {}, CONTROLS)).toEqual([]);
  });

  test.each(choices)('nor does $name', ({ id, answers, controls }) => {
    expect(unaccepted(id, answers, controls)).toEqual([]);
  });
});
