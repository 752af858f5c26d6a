import { expect } from 'chai';
import { withAttributes, withEvents, withJournal } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { extractionTerms } from '../../contracts/sample-run/journal-builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import { backOffMs } from './detection.ts';
import { unitRecoveries } from './unit-recovery.ts';

const run = correctRun();

describe('the detection of a loss', () => {
  it('lets the back-off grow with the attempts, up to its maximum', () => {
    expect([1, 2, 3, 4, 5, 9].map((attempt) => backOffMs(extractionTerms, attempt))).to.deep.equal([
      200, 400, 800, 1600, 2000, 2000,
    ]);
    expect(backOffMs(null, 3)).to.equal(0);
  });

  it('takes what is left of start-to-close where an activity has no heartbeat', () => {
    const silent = withTerms({ heartbeatTimeoutMs: null, startToCloseTimeoutMs: 5000 });
    // Dispatched at 3210, struck at 3430.
    expect(unitRecoveries(silent)[0]?.terms.detectionMs).to.equal(4780);
    const tight = withTerms({ heartbeatTimeoutMs: 2000, startToCloseTimeoutMs: 1000 });
    expect(unitRecoveries(tight)[0]?.terms.detectionMs).to.equal(780);
  });

  it('takes the workflow task timeout from the event history', () => {
    const slow = withEvents(run, 'document-2', (event) =>
      event.eventId === '1' ? withAttributes(event, { workflowTaskTimeout: '10s' }) : event,
    );
    expect(unitRecoveries(slow)[1]?.terms.detectionMs).to.equal(10_000);
  });
});

function withTerms(
  change: Partial<typeof extractionTerms> | { heartbeatTimeoutMs: null; startToCloseTimeoutMs: number },
): Evidence {
  return withJournal(run, (entry) =>
    entry.kind === 'call' && entry.component === 'worker-1' && entry.terms !== undefined
      ? { ...entry, terms: { ...entry.terms, ...change } }
      : entry,
  );
}
