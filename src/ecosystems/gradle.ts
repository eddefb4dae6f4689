import type { Invocation } from './invocation.ts';
import { LOOSE, STRICT, type Strictness } from './strictness.ts';
import { nearest, type Surroundings } from './surroundings.ts';
import type { Toolchain } from './toolchain.ts';

export const GRADLE_LOCKS = ['gradle/verification-metadata.xml', 'gradle.lockfile', 'buildscript-gradle.lockfile'];

/** Gradle builds. */
export const gradle: Toolchain = {
  name: 'gradle',
  manifests: [
    {
      id: 'gradle',
      manifests: ['settings.gradle.kts', 'settings.gradle', 'build.gradle.kts', 'build.gradle'],
      lockfiles: GRADLE_LOCKS,
      nested: 'member',
    },
  ],
  builds: [
    {
      run: 'gradle|gradlew … build|*:build|assemble*|*:assemble*|jar|*Jar|bundle*|*:bundle*|dist*|install*|native*|publish*|*:publish*',
      purpose: 'build',
    },
    { run: 'gradle|gradlew … test|*:test|*Test|check|*:check|lint|verify*', purpose: 'test' },
  ],
  installs: [{ run: 'gradle|gradlew … *', ecosystem: 'gradle', judge: resolves }],
  publishes: [
    // `publishToMavenLocal` stays on the machine.
    {
      run: 'gradle|gradlew … publish|*:publish|publish*|*:publish*|uploadArchives|artifactoryPublish',
      kind: 'maven',
      when: ({ words }) => words.some(isRemoteTask),
    },
    {
      run: 'gradle|gradlew … jib|*:jib|dockerPush*|*:dockerPush*|bootBuildImage',
      kind: 'container',
      when: ({ words, options }) => !words.includes('bootBuildImage') || options.includes('--publishImage'),
    },
    { run: 'gradle|gradlew … jreleaserRelease|jreleaserFullRelease|jreleaserDeploy|githubRelease', kind: 'binaries' },
  ],
  publishActions: {
    'gradle/gradle-build-action': (step) => publishesWith(step.with.arguments?.value),
    'gradle/actions/setup-gradle': (step) => publishesWith(step.with.arguments?.value),
  },
  buildActions: [],
};

const isRemoteTask = (word: string): boolean =>
  /^(?:.*:)?(?:publish|uploadArchives$|artifactoryPublish$)/.test(word) &&
  !/ToMavenLocal$|ToBuildDir|ToLocal/i.test(word);

const publishesWith = (text: string | undefined) => ((text ?? '').split(/\s+/).some(isRemoteTask) ? 'maven' : null);

/** The wrapper fixes Gradle; verification metadata or lock files fix what it downloads. */
function resolves(invocation: Invocation, around: Surroundings): Strictness | null {
  if (!invocation.words.some((word) => /build|test|check|assemble|jar|publish|bundle|dist|install/i.test(word)))
    return null;
  const fixed = nearest(around, GRADLE_LOCKS) !== null;
  if (invocation.program === 'gradlew') return fixed ? STRICT : LOOSE;
  if (!fixed || !around.paths.has('gradlew') || around.directory !== '') return LOOSE;
  return { strict: false, strictForm: around.text.replace(/\bgradle\b/, './gradlew') };
}
