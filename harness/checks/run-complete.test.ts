import { expect } from 'chai';
import { withEntries, withJournal } from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import type { Evidence } from '../model/evidence.ts';
import { phases } from '../model/journal-entry.ts';
import { runComplete } from './run-complete.ts';

const run = correctRun();
const summaryOf = (evidence: Evidence): string => runComplete(evidence).summary;
const verdictOf = (evidence: Evidence): string => runComplete(evidence).verdict;

describe('run-complete', () => {
  it('is valid for the correct run, whose journal may end before the judging', () => {
    expect(verdictOf(run)).to.equal('valid');
    const unjudged = withJournal(run, (entry) => (entry.kind === 'phase' && entry.phase === 'judging' ? null : entry));
    expect(verdictOf(unjudged)).to.equal('valid');
  });

  for (const phase of phases.filter((one) => one !== 'judging')) {
    it(`is unknown where the phase ${phase} is missing, open, twice there, or did not end well`, () => {
      const without = withJournal(run, (entry) => (entry.kind === 'phase' && entry.phase === phase ? null : entry));
      const open = withJournal(run, (entry) =>
        entry.kind === 'phase' && entry.phase === phase && entry.state === 'end' ? null : entry,
      );
      const twice = withEntries(run, { kind: 'phase', phase, state: 'begin', atMs: 9500 });
      for (const evidence of [without, open, twice]) expect(verdictOf(evidence)).to.equal('unknown');
      for (const outcome of ['error', 'aborted'] as const) {
        const failed = withJournal(run, (entry) =>
          entry.kind === 'phase' && entry.phase === phase && entry.state === 'end' ? { ...entry, outcome } : entry,
        );
        expect(verdictOf(failed)).to.equal('unknown');
        expect(summaryOf(failed)).to.contain(`The phase ${phase} ended in ${outcome}`);
      }
    });
  }

  it('is unknown where a step of a fault failed', () => {
    const fault = { kind: 'fault', fault: 'worker-kill', faultId: 'kill', step: 'failed', atMs: 3450 } as const;
    expect(summaryOf(withEntries(run, { ...fault, message: 'CHAOS_FAULT_FAILED' }))).to.contain('CHAOS_FAULT_FAILED');
    expect(verdictOf(withEntries(run, fault))).to.equal('unknown');
    const said = summaryOf(withEntries(run, { ...fault, message: 'It did not die. See the logs.' }, fault));
    expect(said, 'one full stop').to.equal('The fault kill failed: It did not die. See the logs. (and 1 more)');
  });

  it('is unknown where the gateway could not read a call, and does not mind other notes', () => {
    const call = { component: 'worker-1', incarnation: 1, side: 'reply', method: 'GetSystemInfo' } as const;
    const unread = withEntries(run, { kind: 'unread-call', ...call, error: 'index out of range', atMs: 4000 });
    expect(verdictOf(unread)).to.equal('unknown');
    expect(summaryOf(unread)).to.equal(
      'The gateway could not decode a reply of GetSystemInfo (worker-1): index out of range. It was relayed unread.',
    );
    const note = { kind: 'note', message: 'A reply. It was relayed unread.', atMs: 4000 } as const;
    expect(verdictOf(withEntries(run, note))).to.equal('valid');
  });
});
