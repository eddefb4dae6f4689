import { expect, test } from 'vitest';
import { planItems } from '../../src/session/plan-item.ts';
import { halves, trimmedPlan } from '../../src/session/trimmed-plan.ts';
import { samplePlan } from '../ui/sample-plan.ts';

const plan = samplePlan();

test('nothing unticked is the plan itself', () => {
  expect(trimmedPlan(plan, [])).toBe(plan);
});

test('a file that is left out is not delivered, and its controls are not promised', () => {
  const trimmed = trimmedPlan(plan, ['file .github/CODEOWNERS']);
  expect(trimmed.files.map(({ path }) => path)).toEqual(['.github/workflows/ci.yml', '.github/workflows/release.yml']);
  expect(trimmed.cures).toEqual(['actions-sha-pinned', 'workflow-permissions-least']);
  expect(trimmed.leftOut).toContainEqual({
    control: 'codeowners-workflows',
    reason: 'you left out .github/CODEOWNERS',
  });
});

test('settings and steps can be left out too', () => {
  const keys = planItems(plan)
    .filter(({ kind }) => kind !== 'file')
    .map(({ key }) => key);
  expect(trimmedPlan(plan, keys)).toMatchObject({ settings: [], steps: [], files: plan.files });
});

test('half a control is named', () => {
  expect(halves(plan, ['file .github/workflows/ci.yml'])).toEqual(['actions-sha-pinned', 'workflow-permissions-least']);
  expect(halves(plan, ['file .github/CODEOWNERS'])).toEqual([]);
});
