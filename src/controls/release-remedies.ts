import { ecosystemsIn } from '../ecosystems/detect-ecosystems.ts';
import type { EcosystemId } from '../ecosystems/ecosystem.ts';
import { releaseGraph } from '../ecosystems/release-graph.ts';
import type { Remedy } from '../model/control.ts';
import type { TextFiles, TreeEntry } from '../model/files.ts';
import { workflowsIn } from '../workflow/read-workflows.ts';

const PATH = '.github/workflows/release.yml';

/**
 * Release workflows from templates, for a repository that has none: build, seal and publish in separate jobs, with provenance, a
 * bill of materials and a signature. The controls that ask for these offer the same file, so one answer serves all of them.
 */
export const releaseRemedies: readonly Remedy<'tree' | 'texts', never>[] = [
  fromTemplate('release-npm', 'the npm package', ['npm', 'pnpm', 'yarn', 'bun']),
  fromTemplate('release-container', 'the container image', ['docker']),
  fromTemplate('release-binaries', 'files as a GitHub release', null),
];

function fromTemplate(
  template: string,
  what: string,
  ecosystems: readonly EcosystemId[] | null,
): Remedy<'tree' | 'texts', never> {
  return {
    id: template,
    kind: 'new-file',
    risk: 'review',
    phase: 1,
    title: `Add a workflow that builds, attests and releases ${what}`,
    unavailable: ({ known }) => whyNot(known, ecosystems, what),
    plan: () => [
      {
        kind: 'create-file',
        path: PATH,
        template,
        inputs: {},
        summary: `a workflow builds, attests and releases ${what}`,
      },
    ],
  };
}

function whyNot(
  { tree, texts }: { readonly tree: readonly TreeEntry[]; readonly texts: TextFiles },
  ecosystems: readonly EcosystemId[] | null,
  what: string,
): string | null {
  const [release] = releaseGraph(tree, texts, workflowsIn(texts)).workflows;
  if (release !== undefined) return `${release.workflow.path} releases already`;
  if (tree.some(({ path }) => path === PATH)) return `${PATH} exists`;
  if (ecosystems === null || ecosystemsIn(tree, texts).some(({ id }) => ecosystems.includes(id))) return null;
  return `nothing in the repository makes ${what}`;
}
