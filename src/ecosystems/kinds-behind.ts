import { type TextFiles, textAt } from '../model/files.ts';
import { GORELEASER_CONFIGS } from './goreleaser-files.ts';
import { packageManifest } from './package-scripts.ts';
import type { PublishKind } from './publish-kind.ts';

const SEMANTIC_RELEASE = [
  '.releaserc',
  '.releaserc.json',
  '.releaserc.yaml',
  '.releaserc.yml',
  '.releaserc.js',
  '.releaserc.cjs',
  'release.config.js',
  'release.config.cjs',
  'release.config.mjs',
];

/** What a release tool really publishes, as far as the repository's files tell. */
export function kindsBehind(kind: PublishKind, tool: string, texts: TextFiles): readonly PublishKind[] {
  if (/goreleaser/.test(tool)) return goreleaserKinds(texts);
  if (/semantic-release/.test(tool) && !/python/.test(tool)) return semanticReleaseKinds(texts);
  if (/covector/.test(tool)) {
    const held = [textAt(texts, 'Cargo.toml') && 'crate', textAt(texts, 'package.json') && 'npm'] as const;
    const kinds = held.filter((each) => each !== null);
    return kinds.length > 0 ? kinds : ['other'];
  }
  return kind === 'source' ? [tagKind(texts)] : [kind];
}

function goreleaserKinds(texts: TextFiles): readonly PublishKind[] {
  const config = GORELEASER_CONFIGS.map((path) => textAt(texts, path)?.text ?? '').join('\n');
  const images = /^(?:dockers|dockers_v2|docker_manifests|kos):/m.test(config);
  return images ? ['binaries', 'container'] : ['binaries'];
}

/** Without a list of plug-ins it publishes the root package to npm, unless that is private (semantic-release, "Plugins"). */
function semanticReleaseKinds(texts: TextFiles): readonly PublishKind[] {
  const manifest = packageManifest(texts, 'package.json');
  const config = [
    JSON.stringify(manifest?.release ?? ''),
    ...SEMANTIC_RELEASE.map((path) => textAt(texts, path)?.text ?? ''),
  ].join('\n');
  const listed = /plugins/.test(config);
  const npm =
    manifest !== null &&
    manifest.private !== true &&
    (!listed || (/semantic-release\/npm/.test(config) && !/npmPublish['"]?\s*:\s*false/.test(config)));
  return npm ? ['npm'] : /assets/.test(config) ? ['binaries'] : [tagKind(texts)];
}

/** A tag is the release itself for actions, Go modules and PHP packages. */
function tagKind(texts: TextFiles): PublishKind {
  if (textAt(texts, 'action.yml') !== null || textAt(texts, 'action.yaml') !== null) return 'github-action';
  if (textAt(texts, 'go.mod') !== null) return 'go-module';
  return textAt(texts, 'composer.json') === null ? 'source' : 'composer';
}
