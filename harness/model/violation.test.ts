import { expect } from 'chai';
import { findingSchema } from './check.ts';
import { exhibitSchema, harms, violationHarms, violationsIn } from './violation.ts';

describe('a violation', () => {
  it('is of the closed set, with any facts beside it', () => {
    const known = { violation: 'lost', workflowId: 'document-1', lines: [1, 2] };
    expect(exhibitSchema.safeParse(known).success).to.equal(true);
    for (const violation of ['gone', '', 1, null]) {
      expect(exhibitSchema.safeParse({ ...known, violation }).success, String(violation)).to.equal(false);
    }
  });

  it('is no part of an exhibit that counts or names other things', () => {
    const others = [{ unit: 'a', state: 'within' }, 'Of 3 it is not known.', 7, null, ['violation'], {}];
    for (const other of others) expect(exhibitSchema.safeParse(other).success).to.equal(true);
    expect(violationsIn([...others, { violation: 'late', unit: 'b' }])).to.deep.equal([
      { violation: 'late', unit: 'b' },
    ]);
  });

  it('does one of the known harms', () => {
    for (const harm of Object.values(violationHarms)) expect(harms).to.contain(harm);
  });

  it('keeps the names that earlier reports hold', () => {
    const earlier =
      'lost doubled unexpected conflict repeated missing no-row not-scheduled not-closed late-attempt work-undone ' +
      'too-early other-digest never-started start-failed no-event-history several-event-histories other-start other-end ' +
      'other-result not-planned action-failed action-never-sent action-not-recorded action-not-planned ids begin end ' +
      'activity timer workflow-task replay-failed unplanned-fault too-wide paused second-life out-of-memory exited ' +
      'drained-badly toxic broken other-end-state';
    const exhibits = earlier.split(' ').map((violation) => ({ violation }));
    const finding = { check: 'a-check', verdict: 'invalid', summary: 'So.', exhibits };
    expect(findingSchema.parse(finding)).to.deep.equal(finding);
  });
});
