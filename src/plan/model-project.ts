import type { TextFile } from '../model/files.ts';

const ZERO_DIGEST = `sha256:${'0'.repeat(64)}`;

const TEXTS: Readonly<Record<string, string>> = {
  'package.json':
    '{"name":"app","version":"1.0.0","scripts":{"build":"node build.mjs","test":"node --test"},"dependencies":{"a":"1.0.0"}}\n',
  'package-lock.json': '{}\n',
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
  'yarn.lock': '',
  'bun.lock': '{}\n',
  '.nvmrc': '24\n',
  'go.mod': 'module example.com/app\n\ngo 1.26\n',
  'go.sum': '',
  'main.go': 'package main\n',
  'Cargo.toml': '[package]\nname = "app"\nversion = "1.0.0"\n',
  'Cargo.lock': '',
  'pyproject.toml': '[project]\nname = "app"\nversion = "1.0.0"\n[build-system]\nrequires = ["hatchling==1.27.0"]\n',
  'uv.lock': '',
  'poetry.lock': '',
  'requirements.txt': `a==1.0.0 --hash=${ZERO_DIGEST}\n`,
  '.python-version': '3.13\n',
  'pom.xml': '<project/>\n',
  mvnw: '#!/bin/sh\n',
  'build.gradle': '',
  gradlew: '#!/bin/sh\n',
  'gradle/verification-metadata.xml': '<verification-metadata/>\n',
  'app.csproj': '<Project/>\n',
  'packages.lock.json': '{}\n',
  Gemfile: '',
  'Gemfile.lock': '',
  '.ruby-version': '3.4\n',
  Makefile: 'all:\n\ttrue\n',
  Dockerfile: `FROM scratch@${ZERO_DIGEST}\n`,
};

/** A little of every language, with its lock files: what a template relies on is there, so that only the template is judged. */
export const MODEL_PROJECT: readonly TextFile[] = Object.entries(TEXTS).map(([path, text]) => ({
  path,
  mode: '100644',
  text,
}));
