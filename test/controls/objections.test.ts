import { expect, test } from 'vitest';
import { CONTROLS } from '../../src/controls/registry.ts';
import type { Control } from '../../src/model/control.ts';
import { lookAt, objectionsTo } from './objections.ts';
import { SITUATIONS } from './situations.ts';

/** What every case demands notices the plainest mistake of all, in every control (scripts/mutate.mjs makes the finer ones). */
test.each(CONTROLS.map((control) => ({ id: control.id, control })))(
  '$id is not taken for a control that always passes',
  ({ id, control }) => {
    const wrong: Control = { ...control, detect: () => ({ verdict: 'pass', message: 'all is well' }) };
    const failing = (SITUATIONS.get(id) ?? []).filter(({ verdict }) => verdict === 'fail').map(lookAt);
    expect(failing.length).toBeGreaterThan(0);
    expect(failing.filter((look) => objectionsTo(wrong, look).length === 0)).toEqual([]);
  },
);
