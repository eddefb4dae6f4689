import type { Invocation } from './invocation.ts';
import { LOOSE, STRICT, type Strictness } from './strictness.ts';
import type { Surroundings } from './surroundings.ts';
import type { Toolchain } from './toolchain.ts';

/** An address that ends in the upload of a bundle, with the way it is to be published. */
const CENTRAL_UPLOAD = /\/upload\?(?:.*&)?publishingType=/;

/** Maven projects. */
export const maven: Toolchain = {
  name: 'maven',
  manifests: [{ id: 'maven', manifests: ['pom.xml'], lockfiles: [], nested: 'member' }],
  builds: [
    { run: 'mvn|mvnw|mvnd … package|install|deploy|verify|compile|site|*:build', purpose: 'build' },
    { run: 'mvn|mvnw|mvnd … test|integration-test|test-compile|*:check', purpose: 'test' },
    { run: 'ant', purpose: 'build' },
    { run: 'sbt|mill|lein|bazel|bazelisk … test|check', purpose: 'test' },
    { run: 'sbt|mill|lein|bazel|bazelisk', purpose: 'build' },
  ],
  installs: [
    {
      run: 'mvn|mvnw|mvnd … package|install|deploy|verify|compile|test|integration-test|*:go-offline|*:resolve',
      ecosystem: 'maven',
      judge: resolves,
    },
  ],
  publishes: [
    {
      run: 'mvn|mvnw|mvnd … deploy|deploy:deploy|deploy:deploy-file|*:publish',
      unless: ['-Dmaven.deploy.skip', '-DskipDeploy'],
      kind: 'maven',
    },
    { run: 'mvn|mvnw|mvnd … release:perform|jreleaser:*release|jreleaser:deploy|nexus-staging:release', kind: 'maven' },
    // Maven Central takes a bundle of a whole repository in one request (Publisher API).
    { run: 'curl', kind: 'maven', when: ({ args }) => args.some((arg) => CENTRAL_UPLOAD.test(arg)) },
    { run: 'mvn|mvnw|mvnd … jib:build', kind: 'container' },
    { run: 'sbt … publish|publishSigned|+publish|+publishSigned|ci-release|sonatypeBundleRelease', kind: 'maven' },
    { run: 'jreleaser full-release|release|deploy|publish', unless: ['--dry-run', '-y'], kind: 'binaries' },
  ],
  publishActions: {
    'jreleaser/release-action': (step) =>
      /full-release|release|deploy|publish|upload/.test(step.with.arguments?.value ?? 'full-release') &&
      !/--dry-run/.test(step.with.arguments?.value ?? '')
        ? 'binaries'
        : null,
    'samuelmeuli/action-maven-publish': () => 'maven',
    'jenkins-infra/jenkins-maven-cd-action': () => 'maven',
  },
  buildActions: ['samuelmeuli/action-maven-publish', 'jenkins-infra/jenkins-maven-cd-action'],
};

/**
 * Maven has no lock file: versions are fixed in the POM. What can be fixed beside it is Maven itself, by the wrapper
 * (maven.apache.org/wrapper), and the plug-ins, which a POM names or inherits.
 */
function resolves(invocation: Invocation, around: Surroundings): Strictness {
  if (invocation.program === 'mvnw') return STRICT;
  if (!around.paths.has('mvnw') || around.directory !== '' || invocation.program !== 'mvn') return LOOSE;
  return { strict: false, strictForm: around.text.replace(/\bmvn\b/, './mvnw') };
}
