import { stepsOf } from '../workflow/steps.ts';
import type { Job, Step, Workflow } from '../workflow/workflow-file.ts';
import type { PublishStep } from './publish-steps.ts';

/**
 * The images that a repository publishes, fully qualified, without tag or digest, as far as they are written in its workflows.
 * A name that depends on the run is left out: nobody is told to verify a guess.
 */
export function imageNames(publishes: readonly PublishStep[], slug: string | null): readonly string[] {
  const images = publishes.filter(({ kind }) => kind === 'container');
  return [...new Set(images.flatMap((each) => namesIn(each, slug)))];
}

function namesIn({ workflow, job, step, how }: PublishStep, slug: string | null): readonly string[] {
  const written = [
    ...lines(step?.with.tags?.value),
    ...lines(step?.with.images?.value),
    ...stepsOf(job)
      .filter(isMetadata)
      .flatMap((each) => lines(each.with.images?.value)),
    ...[...how.matchAll(/\bdocker\s+push\s+(?:--?\S+\s+)*(\S+)/g)].map((match) => match[1] ?? ''),
  ];
  return written.flatMap((text) => {
    const name = qualified(resolved(text.trim(), workflow, job, slug));
    return name === null ? [] : [name];
  });
}

const isMetadata = ({ uses }: Step): boolean =>
  uses?.value.kind === 'action' && `${uses.value.owner}/${uses.value.repo}`.toLowerCase() === 'docker/metadata-action';

const lines = (text: string | undefined): readonly string[] =>
  (text ?? '').split(/[\n,]/).filter((line) => line.trim() !== '');

/** The expressions whose value stands in the file or is the repository's name. */
function resolved(text: string, workflow: Workflow, job: Job, slug: string | null): string {
  const [owner = '', name = ''] = slug?.split('/') ?? [];
  const replace = (depth: number, value: string): string =>
    value.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (whole, path: string) => {
      const env = /^env\.(.+)$/.exec(path)?.[1];
      const held = env === undefined ? undefined : (job.env[env] ?? workflow.env[env])?.value;
      if (held !== undefined && depth < 3) return replace(depth + 1, held);
      if (slug === null) return whole;
      if (path === 'github.repository') return slug;
      if (path === 'github.repository_owner') return owner;
      return path === 'github.event.repository.name' ? name : whole;
    });
  return replace(0, text);
}

/** `registry/path`, in lower case; Docker Hub is named. Null for what is computed or is no image name. */
function qualified(text: string): string | null {
  const bare = text.replace(/^(?:type=registry,)?name=/, '').replace(/@sha256:.*$/, '');
  const untagged = /^(.*\/)?[^/]*$/.test(bare) ? bare.replace(/:[^/]*$/, '') : bare;
  const name = untagged.toLowerCase();
  if (!/^[a-z0-9][a-z0-9._:-]*(?:\/[a-z0-9][a-z0-9._-]*)+$/.test(name)) return null;
  const [registry = ''] = name.split('/');
  return /[.:]/.test(registry) || registry === 'localhost' ? name : `docker.io/${name}`;
}
