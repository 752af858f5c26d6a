import { formatDuration } from '../../model/duration.ts';
import { outcomeOf, type RowOutcome, type SummaryRow } from '../../model/summary.ts';
import type { ProgressOptions, Sign } from './faces.ts';
import type { ProgressStream } from './live-line.ts';
import { Progress, type Wording } from './progress.ts';

/** Where a scenario stands in its batch. */
export interface BatchCounts {
  /** It is the n-th, from 1. */
  readonly number: number;
  /** Its next step. */
  readonly doing: string;
}

/** How far a batch is: its scenarios, each as a phase that ends with a row of the summary. */
export type BatchProgress = Progress<string, BatchCounts, SummaryRow>;

const signs: Readonly<Record<RowOutcome, Sign>> = {
  valid: ['valid', '✓'],
  invalid: ['invalid', '✗'],
  unknown: ['unknown', '?'],
  failed: ['invalid', '✗'],
  notRun: ['dim', '–'],
};

/** Progress of a batch. @param options - `total`: how many scenarios there are */
export function createBatchProgress(
  stream: ProgressStream,
  { total, ...options }: ProgressOptions & { readonly total: number },
): BatchProgress {
  return new Progress(wordingOf(total, performance.now()), stream, options);
}

function wordingOf(total: number, startMs: number): Wording<string, BatchCounts, SummaryRow> {
  const place = ({ number }: BatchCounts): string => `${String(number).padStart(String(total).length)} of ${total}`;
  return {
    none: { number: 0, doing: 'starting' },
    every: { textMs: Number.POSITIVE_INFINITY, jsonMs: 0 },
    begun: ({ phase, counts }) => ({
      text: `${place(counts)} ${phase}`,
      json: { kind: 'scenario', scenario: phase, number: counts.number, total, state: 'begin' },
    }),
    going: ({ phase, counts, elapsedMs }) => {
      const times = `${formatDuration(elapsedMs)} · ${formatDuration(performance.now() - startMs)} in all`;
      return {
        text: `${place(counts)} ${phase} · ${counts.doing} · ${times}`,
        json: { kind: 'doing', scenario: phase, what: counts.doing },
      };
    },
    ended: ({ phase, counts }, row) => {
      const outcome = outcomeOf(row);
      const took = row.state === 'not-run' ? '' : `  ${formatDuration(row.durationMs)}`;
      const why = row.why === null ? '' : `  ${row.why}`;
      return {
        sign: signs[outcome],
        text: `${place(counts)} ${phase}${took}${why}`,
        json: { kind: 'scenario', scenario: phase, number: counts.number, total, state: 'end', outcome },
      };
    },
  };
}
