import { expect } from 'chai';
import { violationsOf, withJob, withJournal, withoutFault, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence, LedgerLine } from '../../model/evidence.ts';
import { progressResumed } from './progress-resumed.ts';

const run = correctRun();
const judge = (evidence: typeof run): Finding => progressResumed.judge(evidence);

describe('progress-resumed', () => {
  it('is valid for the correct run and shows which attempt got which progress', () => {
    const finding = judge(run);
    expect(finding.verdict).to.equal('valid');
    expect(finding.exhibits).to.deep.equal([
      { workflowId: 'document-1', activityId: '2', attempt: 2, covered: 2, heartbeats: 2, beyond: 0 },
    ]);
  });

  it('says that earlier attempts did more than their recorded heartbeats tell, and accuses no one of it', () => {
    const throttled = withJournal(run, (entry) => {
      if (entry.kind !== 'call' || entry.activityId !== '2') return entry;
      if (entry.method === 'RecordActivityTaskHeartbeat' && entry.atMs > 3400 && entry.atMs < 3500) return null;
      return entry.attempt === 2 && entry.heartbeatDetails !== undefined
        ? { ...entry, heartbeatDetails: { pagesDone: 1 } }
        : entry;
    });
    const finding = judge(throttled);
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('1 effect beyond it, whose heartbeats were throttled or lost');
    expect(finding.exhibits[0]).to.deep.include({ covered: 1, heartbeats: 1, beyond: 1 });
  });

  it('is invalid where a covered page is asked for again, applied or absorbed by its key', () => {
    for (const outcome of ['applied', 'deduplicated'] as const) {
      const finding = judge(withLine({ subject: { document: 'document-1', page: 2 }, outcome }));
      expect(finding.verdict).to.equal('invalid');
      expect(violationsOf(finding)).to.deep.equal(['repeated']);
      expect(finding.exhibits[0]).to.include({ outcome });
    }
  });

  it('allows a page again that the heartbeat had not covered yet', () => {
    expect(judge(withLine({ subject: { document: 'document-1', page: 3 }, outcome: 'deduplicated' })).verdict).to.equal(
      'valid',
    );
  });

  it('allows the page again where the hand-out says of no progress, though a heartbeat was sent', () => {
    const forgotten = withJournal(withLine({ subject: { document: 'document-1', page: 1 } }), (entry) => {
      if (entry.kind !== 'call' || entry.attempt !== 2) return entry;
      const { heartbeatDetails: _, ...rest } = entry;
      return rest;
    });
    expect(judge(forgotten).verdict).to.equal('unknown');
    expect(judge(forgotten).summary).to.contain('No attempt was given any progress');
  });

  it('is unknown where an attempt with work left completed without a request in its own name', () => {
    const disguised = withRows(run, 'effects', (lines) =>
      lines.map((line) => (line.activity === null ? line : { ...line, activity: { ...line.activity, attempt: 1 } })),
    );
    expect(judge(disguised).verdict).to.equal('unknown');
    expect(judge(disguised).summary).to.contain('without a request in its own name');
  });

  it('is unknown where covered work is asked for again in the name of an earlier attempt', () => {
    const activity = { workflowId: 'document-1', activityId: '2', attempt: 1 };
    const again = (page: number): Finding =>
      judge(withLine({ subject: { document: 'document-1', page }, outcome: 'deduplicated', activity }));
    expect(again(2).verdict).to.equal('unknown');
    expect(again(2).summary).to.contain("in another's name");
    // An earlier attempt that lives on asks for what is not covered.
    expect(again(3).verdict).to.equal('valid');
  });

  it('is unknown where the journal lacks the hand-out of an attempt', () => {
    const finding = judge(withJournal(run, (entry) => (isHandOut(entry) ? null : entry)));
    expect(finding.verdict).to.equal('unknown');
    expect(finding.summary).to.contain('dispatch of 1 attempt');
  });

  it('is unknown where requests do not say whose they are, or there are none', () => {
    const nameless = withRows(run, 'effects', (lines) => lines.map((line) => ({ ...line, activity: null })));
    expect(judge(nameless).verdict).to.equal('unknown');
    expect(judge(nameless).summary).to.contain('do not say which attempt');
    expect(judge(withRows(run, 'effects', () => [])).verdict).to.equal('unknown');
  });

  it('is unknown where no job says how its progress is told', () => {
    const mute = ['document-1', 'document-2'].reduce<Evidence>(
      (evidence, id) => withJob(evidence, id, (job) => ({ ...job, expect: { ...job.expect, progress: [] } })),
      run,
    );
    expect(judge(mute).verdict).to.equal('unknown');
  });

  it('is valid without any fault, saying so', () => {
    const calm = withRows(withoutFault(run), 'effects', (lines) =>
      lines.map((line) => (line.activity === null ? line : { ...line, activity: { ...line.activity, attempt: 1 } })),
    );
    const untouched = withJournal(calm, (entry) => (isHandOut(entry) ? null : entry));
    expect(judge(untouched).verdict).to.equal('valid');
    expect(judge(untouched).summary).to.contain('No fault was planned');
  });
});

function isHandOut(entry: (typeof run.journal)[number]): boolean {
  return entry.kind === 'call' && entry.method === 'PollActivityTaskQueue' && entry.attempt === 2;
}

/** One more request of the second attempt. */
function withLine(change: Partial<LedgerLine>): Evidence {
  return withRows(run, 'effects', (lines) => [
    ...lines,
    ...lines
      .filter((line) => line.activity?.attempt === 2)
      .slice(0, 1)
      .map((line) => ({ ...line, sequence: 12, ...change })),
  ]);
}
