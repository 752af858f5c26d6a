import {
  countOutcomes,
  type RunRow,
  SUMMARY_SCHEMA,
  type Summary,
  type SummaryRow,
} from '../../harness/model/summary.ts';
import { summariseReport } from '../../harness/reporting/batch/summarise-report.ts';
import { sampleReport } from './sample-report.ts';

/** A row of the sample summary: the sample report's, changed where a test wants it to be. */
export function sampleRow(changes: Partial<RunRow> = {}): RunRow {
  return { ...summariseReport(sampleReport(), { exit: 0, durationMs: 13_400 }), ...changes };
}

/** One row of each kind that is no success: invalid, unknown, failed, without a report, and not run. */
export const badRows: readonly SummaryRow[] = [
  sampleRow({
    scenario: 'breaks-a-promise',
    verdict: 'invalid',
    exit: 1,
    why: 'side-effects-once: 2 of 160 were applied twice.',
  }),
  sampleRow({
    scenario: 'proves-nothing',
    verdict: 'unknown',
    exit: 2,
    recovery: null,
    landings: [{ faultId: 'kill', fault: 'worker-kill', landed: false, causes: 1, effects: 0 }],
    why: 'fault-landed: No effect <witness> & no "cause".',
  }),
  sampleRow({ scenario: 'fails-after-all', exit: 70, why: 'CHAOS_REPORT_FAILED: Expected a page, but got none.' }),
  {
    state: 'no-report',
    scenario: 'dies',
    hypothesis: 'It lives.',
    exit: null,
    signal: 'SIGKILL',
    durationMs: 900,
    why: 'the process was ended by SIGKILL and left no report',
  },
  {
    state: 'not-run',
    scenario: 'needs-docker',
    hypothesis: 'It comes back.',
    cause: 'stack-lacks',
    why: "the embedded stack can't do: restart-policy",
  },
];

/** A summary of some rows. */
export function sampleSummary(rows: readonly SummaryRow[], changes: Partial<Summary> = {}): Summary {
  return {
    schema: SUMMARY_SCHEMA,
    harness: '0.1.0',
    stack: 'embedded',
    seed: 7,
    startedAt: '2026-11-22T12:00:00.000Z',
    durationMs: 68e3,
    timeLimitMs: null,
    interrupted: false,
    exit: 0,
    counts: countOutcomes(rows),
    rows: [...rows],
    ...changes,
  };
}
