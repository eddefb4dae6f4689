import { describe, expect, test } from 'vitest';
import { currentStep, reachable } from '../../src/session/journey.ts';
import { sampleControl } from '../ui/sample-controls.ts';
import { samplePlan } from '../ui/sample-plan.ts';
import { observedSession, played, sampleObserved, sampleOutcome, sampleSession } from '../ui/sample-wizard.ts';

const took = { type: 'took', control: 'actions-sha-pinned' } as const;

describe('the journey', () => {
  test('waits for what is being looked at', () => {
    expect(reachable(sampleSession())).toEqual(['look']);
    expect(currentStep(sampleSession({ wish: 'review' }))).toBe('look');
  });

  test('shows where the repository stands as soon as that is known', () => {
    expect(currentStep(played(sampleSession(), { type: 'assessed', observed: sampleObserved() }))).toBe('stand');
  });

  test('has no walk when nothing is to mend', () => {
    const fine = observedSession({}, [sampleControl({ verdict: 'pass' })]);
    expect(reachable(fine)).toEqual(['look', 'stand']);
    expect(currentStep({ ...fine, wish: 'walk' })).toBe('stand');
  });

  test('has a review once something is chosen, and not for "not now" alone', () => {
    const session = observedSession();
    expect(reachable(session)).toEqual(['look', 'stand', 'walk']);
    expect(reachable(played(session, { type: 'skipped', control: 'actions-sha-pinned' }))).not.toContain('review');
    expect(reachable(played(session, took))).toContain('review');
  });

  test('a waiver alone is worth a review: it is a change of the policy file', () => {
    const waived = {
      type: 'waived',
      control: 'actions-sha-pinned',
      reason: 'they are all our own',
      expires: '2027-01-01',
    } as const;
    expect(reachable(played(observedSession(), waived))).toContain('review');
  });

  test('delivers only what was planned', () => {
    const chosen = played(observedSession(), took, { type: 'went-to', step: 'review' });
    expect(played(chosen, { type: 'delivery-started', way: 'pr' }).delivery).toBeNull();
    const planned = played(chosen, { type: 'planned', plan: samplePlan(), revision: chosen.revision });
    expect(currentStep(planned)).toBe('review');
    const started = played(planned, { type: 'delivery-started', way: 'pr' });
    expect(currentStep(started)).toBe('deliver');
    expect(played(started, { type: 'delivered', outcome: sampleOutcome }).delivery?.outcome).toEqual(sampleOutcome);
  });

  test('going back undoes nothing', () => {
    const back = played(observedSession(), took, { type: 'went-to', step: 'stand' });
    expect(currentStep(back)).toBe('stand');
    expect(reachable(back)).toContain('review');
  });

  test('undoing the last choice takes the review away', () => {
    const undone = played(
      observedSession(),
      took,
      { type: 'went-to', step: 'review' },
      { type: 'reconsidered', control: 'actions-sha-pinned' },
    );
    expect(currentStep(undone)).toBe('walk');
  });
});
