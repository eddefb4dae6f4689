import { describe, expect, test } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import provenanceAttested from '../../src/controls/attest/provenance-attested.ts';
import { CONTROLS } from '../../src/controls/registry.ts';
import { RELEASE_TEMPLATES } from '../../src/controls/release-templates.ts';
import { known } from '../../src/model/fact.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { snapshotOf } from './control-case.ts';
import { NOTHING_ATTESTED, PINS, PUBLIC, release } from './sample-facts.ts';
import { PACK, planned, whenDone } from './try-remedy.ts';

const NODE = { 'package.json': '{"name":"app","version":"1.0.0"}\n', 'package-lock.json': '{}\n', '.nvmrc': '24\n' };
const GO = { 'go.mod': 'module example.com/app\n\ngo 1.26\n', 'go.sum': '', 'main.go': 'package main\n' };
const JAVA = { '.java-version': '21\n' };

/** A repository of the kind that each template is for, which releases by hand so far. */
const PROJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'release-goreleaser': { ...GO, '.goreleaser.yaml': 'version: 2\n' },
  'release-binaries': GO,
  'release-container': { Dockerfile: `FROM scratch@sha256:${'0'.repeat(64)}\n` },
  'release-npm': NODE,
  'release-pypi': { 'pyproject.toml': '[project]\nname = "app"\nversion = "1.0.0"\n', 'uv.lock': '' },
  'release-crate': { 'Cargo.toml': '[package]\nname = "app"\nversion = "1.0.0"\n', 'Cargo.lock': '' },
  'release-gem': { 'app.gemspec': '', Gemfile: '', 'Gemfile.lock': '' },
  'release-nuget': { 'App.csproj': '<Project/>\n', 'packages.lock.json': '{}\n' },
  'release-maven-central': { ...JAVA, 'pom.xml': '<project/>\n', mvnw: '#!/bin/sh\n' },
  'release-gradle-central': { ...JAVA, 'build.gradle': '', gradlew: '#!/bin/sh\n', 'gradle.lockfile': '' },
  'release-helm': { 'charts/app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n' },
  'release-action': { ...NODE, 'action.yml': 'name: a\nruns: { using: node24, main: dist/index.js }\n' },
};

const FACTS = {
  latestRelease: release('octocat', 'app.tgz'),
  releaseAttestations: NOTHING_ATTESTED,
  repository: PUBLIC,
  pins: PINS,
};

/** As it is after the first release with the new workflow, of which nobody has looked at the files. */
const released = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  facts: { ...snapshot.facts, latestRelease: known(null, { via: 'api', at: 'releases/latest' }) },
});

describe.each(RELEASE_TEMPLATES)('$template', ({ template, file }) => {
  const snapshot = snapshotOf({ name: template, files: PROJECTS[template] ?? {}, facts: FACTS, verdict: 'fail' });
  const plan = planned(snapshot, provenanceAttested, template);
  const after = released(whenDone(snapshot, plan));

  test('writes one workflow, and says what has to be done elsewhere', () => {
    expect(plan.conflicts).toEqual([]);
    expect(plan.files.map(({ path }) => path)).toEqual([`.github/workflows/${file}`]);
    expect(plan.steps.map(({ summary }) => summary)).toContain(`make the next release with ${file}`);
  });

  test('leaves no gap in the controls that it serves but those it accepts with a reason', () => {
    const { serves = [], accept = [] } = PACK.templates.find(({ id }) => id === template) ?? {};
    const judged = assess(after, CONTROLS).controls.filter(({ control }) => serves.includes(control.id));
    expect(judged.map(({ control }) => control.id).sort()).toEqual([...serves].sort());
    expect(judged.filter(({ verdict }) => verdict === 'fail' || verdict === 'not-applicable')).toEqual([]);
    const open = judged.flatMap(({ control, gap, findings }) =>
      gap
        ? findings.filter(({ rule }) => !accept.some((each) => each.control === control.id && each.rule === rule))
        : [],
    );
    expect(open).toEqual([]);
  });

  test('is not offered a second time', () => {
    const again = assess(after, [provenanceAttested]).controls[0];
    const offered = again?.remedies.filter(({ id }) => RELEASE_TEMPLATES.some((each) => each.template === id));
    expect(offered).toEqual([]);
  });
});
