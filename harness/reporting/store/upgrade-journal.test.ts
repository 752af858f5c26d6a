import { expect } from 'chai';
import { journalEntrySchema } from '../../model/journal-entry.ts';
import { upgradeEntry } from './upgrade-journal.ts';

const stamp = { sequence: 7, atMs: 1200, time: '2026-01-01T12:00:01.200Z' };
const note = { ...stamp, kind: 'note' };
const isRead = (entry: unknown): boolean => journalEntrySchema.safeParse(entry).success;

describe('upgradeEntry', () => {
  it('makes an entry of the note that named the canaries', () => {
    const upgraded = upgradeEntry({ ...note, message: 'canaries', data: ['canary-1', 'canary-2'] });
    expect(upgraded).to.deep.equal({ ...stamp, kind: 'canaries', workflowIds: ['canary-1', 'canary-2'] });
    // Such a note without a list named none, so every other workflow was left without an owner.
    const none = upgradeEntry({ ...note, message: 'canaries' });
    expect(none).to.deep.equal({ ...stamp, kind: 'canaries', workflowIds: [] });
    expect(isRead(upgraded)).to.equal(true);
  });

  it('makes an entry of the sentence about a call that could not be decoded', () => {
    const told =
      'Expected a reply of PollWorkflowTaskQueue that can be decoded, but got: index out of range: 3. + 10 > 4. ' +
      'It was relayed unread.';
    const upgraded = upgradeEntry({ ...note, message: told, data: { component: 'worker-1', incarnation: 2 } });
    expect(upgraded).to.deep.equal({
      ...stamp,
      kind: 'unread-call',
      component: 'worker-1',
      incarnation: 2,
      side: 'reply',
      method: 'PollWorkflowTaskQueue',
      error: 'index out of range: 3. + 10 > 4',
    });
    expect(isRead(upgraded)).to.equal(true);
  });

  it('lets no such sentence pass for a remark, in any form', () => {
    const data = { component: 'worker-1', incarnation: 1 };
    const strange = [
      { ...note, message: 'A reply was relayed unread.', data },
      { ...note, message: 'Expected a reply of X that can be decoded, but got: y. It was relayed unread.' },
    ];
    for (const entry of strange) expect(isRead(upgradeEntry(entry))).to.equal(false);
  });

  it('names the cause of what spoke against a steady state, by the words of then', () => {
    const told = [
      ['the canary took 812 ms', 'canary-slow'],
      ['the canary took too long', 'canary-failed'],
      ['the canary did not come through (it failed)', 'canary-failed'],
      ['the canary could not be looked at (deadline exceeded)', 'not-looked-at'],
      ['document-1 could not be looked at (deadline exceeded)', 'not-looked-at'],
      ['temporal@worker-1 has a toxic or is disabled', 'link-faulty'],
      ['extractPages (attempt 3) is being retried', 'activity-retrying'],
      ['Supabase at abc.supabase.co does not answer (reading: 503)', 'server-silent'],
      ['worker-1 is down', 'component-down'],
      ['words of no version', 'component-down'],
    ] as const;
    const look = { ...stamp, kind: 'steady-state', holds: false, canaryMs: 812, canaryLimitMs: 500 };
    const upgraded = upgradeEntry({ ...look, reasons: told.map(([detail]) => detail) });
    expect(upgraded).to.deep.equal({ ...look, reasons: told.map(([detail, cause]) => ({ cause, detail })) });
    expect(isRead(upgraded)).to.equal(true);
  });

  it('leaves every other line as it is, sound or not', () => {
    const reasons = [{ cause: 'canary-slow', detail: 'the canary took 812 ms' }];
    const others = [
      { ...note, message: 'a remark', data: [1] },
      { ...stamp, kind: 'steady-state', holds: false, canaryMs: null, canaryLimitMs: null, reasons },
      { kind: 'prophecy' },
      null,
      7,
    ];
    for (const other of others) expect(upgradeEntry(other)).to.equal(other);
  });
});
