import { type LateUpload, releaseFilesIn } from '../../ecosystems/late-uploads.ts';
import { releaseGraph } from '../../ecosystems/release-graph.ts';
import { defineControl } from '../../model/control.ts';
import type { Finding } from '../../model/finding.ts';
import { workflowsIn } from '../../workflow/read-workflows.ts';
import { unreadWorkflows } from '../unread-workflows.ts';
import { unseenReleases } from '../unseen-releases.ts';

const IMMUTABLE = 'https://docs.github.com/en/code-security/concepts/supply-chain-security/immutable-releases' as const;

export default defineControl({
  id: 'release-draft-then-publish',
  number: '3.13',
  section: 'sign',
  tier: 'should',
  title: 'Assets are complete before a release becomes public',
  why: 'Once releases are immutable, one that was published half-filled can be neither completed nor made again under its tag.',
  trap: 'Running a failed publish again has to find its own draft by the tag instead of making a second one. `--verify-tag` keeps `gh release create` from making the tag itself.',
  docs: [IMMUTABLE],
  rules: {
    'upload-after-publish': 'A file is uploaded to a release that is public already.',
    'several-jobs-publish': 'Several jobs upload to one release, and the first of them publishes it.',
  },
  needs: ['tree', 'texts'],
  uses: ['immutableReleases'],

  detect({ tree, texts }, { immutableReleases }) {
    const set = workflowsIn(texts);
    const { uploads, late } = releaseFilesIn(set, texts);
    const limitedBy = [...unreadWorkflows(set, tree, texts), ...unseenReleases(releaseGraph(tree, texts, set))];
    if (!uploads) {
      return limitedBy.length > 0
        ? { verdict: 'unknown', message: 'files may be released from where nobody could look', limitedBy }
        : { verdict: 'not-applicable', message: 'no workflow uploads files to a GitHub release' };
    }
    const findings = late.map(finding);
    const [first] = findings;
    if (first === undefined) {
      return { verdict: 'pass', message: 'releases are filled before they are published', limitedBy };
    }
    // With immutability off the upload works, so how bad this is depends on the setting.
    if (immutableReleases.state === 'unknown') {
      const message = `${first.message}; whether releases are immutable, so that it fails, is not known`;
      return { verdict: 'unknown', message, limitedBy: [{ fact: 'immutableReleases' }, ...limitedBy] };
    }
    return immutableReleases.value.enabled
      ? { verdict: 'fail', message: first.message, findings, limitedBy }
      : {
          verdict: 'partial',
          message: `${first.message}: it works only while releases can be changed`,
          findings,
          limitedBy,
        };
  },

  remedies: [
    {
      id: 'publish-last-by-hand',
      kind: 'manual',
      risk: 'review',
      phase: 2,
      title: 'Make a draft, upload everything in one job, then publish',
      plan: ({ known }) =>
        [...new Set(releaseFilesIn(workflowsIn(known.texts), known.texts).late.map(({ place }) => place.path))].map(
          (path) => ({
            kind: 'manual',
            summary: `publish last in ${path}`,
            why: 'builds hand their files over as artifacts, and one job makes the release of all of them',
            lines: [
              '- env:',
              '    GH_TOKEN: ${{ github.token }}',
              '    TAG: ${{ github.ref_name }}',
              '  run: |',
              '    gh release view "$TAG" --json isDraft >/dev/null 2>&1 || gh release create "$TAG" --draft --verify-tag --generate-notes',
              '    gh release upload "$TAG" dist/* --clobber',
              '    gh release edit "$TAG" --draft=false',
            ],
            url: IMMUTABLE,
            path,
          }),
        ),
    },
  ],
});

const finding = ({ kind, how, because, place, job }: LateUpload): Finding => ({
  rule: kind === 'published-first' ? 'upload-after-publish' : 'several-jobs-publish',
  message: `the job ${job.id} uploads late: ${because}`,
  observed: how.split('\n')[0] ?? how,
  expected: 'a draft that is filled by one job and then published',
  location: place,
  route: job.route.join('.'),
});
