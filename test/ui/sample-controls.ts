import type { Assessed, OfferedRemedy, Verdict } from '../../src/model/assessment.ts';
import type { Control, Tier } from '../../src/model/control.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Question } from '../../src/model/question.ts';
import type { SectionId } from '../../src/model/section.ts';

type Given = Partial<Omit<Assessed, 'control'>> & {
  readonly id?: string;
  readonly number?: string;
  readonly title?: string;
  readonly section?: SectionId;
  readonly tier?: Tier;
  readonly verdict?: Verdict;
};

/** An assessed control: a fail with one remedy, but for what is given. */
export function sampleControl(given: Given = {}): Assessed {
  const {
    id = 'some-control',
    number = '4.01',
    title = 'Some control',
    section = 'actions',
    tier = 'must',
    ...rest
  } = given;
  const verdict = rest.verdict ?? 'fail';
  const control: Control = {
    id,
    number,
    section,
    tier,
    title,
    why: 'A tag can be moved to other code at any time; a commit cannot, so what was reviewed is what runs.',
    trap: 'A branch or a tag is not a pin, and a short commit id can be made to collide.',
    docs: ['https://docs.github.com/en/actions/reference/security/secure-use'],
    rules: {},
    needs: [],
    uses: [],
    detect: () => ({ verdict: 'pass', message: '' }),
    remedies: [],
  };
  const gap = verdict === 'fail' || verdict === 'partial';
  return {
    control,
    verdict,
    gap,
    message: 'it is not in place',
    findings: gap ? [sampleFinding()] : [],
    unknown: [],
    waiver: null,
    remedies: gap ? [sampleRemedy()] : [],
    ...rest,
  };
}

export const sampleFinding = (given: Partial<Finding> = {}): Finding => ({
  rule: 'unpinned',
  message: 'the action is not pinned to a commit',
  observed: 'actions/checkout@v4',
  expected: 'a full commit id',
  location: { path: '.github/workflows/ci.yml', line: 9, column: 15, endLine: 9, endColumn: 34 },
  ...given,
});

export const sampleRemedy = (given: Partial<OfferedRemedy> = {}): OfferedRemedy => ({
  id: 'pin',
  kind: 'edit',
  risk: 'safe',
  title: 'Pin every action to its commit',
  recommended: true,
  questions: [],
  ...given,
});

export const sampleQuestion = (given: Partial<Question> = {}): Question => ({
  id: 'owners',
  kind: 'list',
  label: 'Who reviews changes of the build?',
  help: 'Users or teams that GitHub asks for a review when a workflow changes.',
  required: true,
  ...given,
});
