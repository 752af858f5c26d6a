import { formatDuration } from '../../model/duration.ts';
import type { Sign, ToldEvery } from './faces.ts';
import type { Wording } from './progress.ts';

/** The sign of how a phase ended. */
export const phaseSigns = {
  ok: ['valid', '✓'],
  error: ['invalid', '✗'],
  aborted: ['unknown', '■'],
} as const satisfies Readonly<Record<string, Sign>>;

/** How a phase ended. */
export type PhaseOutcome = keyof typeof phaseSigns;

/** The counts that a phase shows; with the time since its begin in milliseconds, or null at its end. */
export type DescribeCounts<Counts> = (counts: Counts, elapsedMs: number | null) => readonly string[];

/** The words for phases of a run or an exploration: `✓ recovery      11.0 s`. */
export function phaseWording<Phase extends string, Counts extends object>(
  none: Counts,
  describe: DescribeCounts<Counts>,
  every: ToldEvery,
): Wording<Phase, Counts, PhaseOutcome> {
  return {
    none,
    every,
    begun: ({ phase }) => ({ text: phase, json: { kind: 'phase', phase, state: 'begin' } }),
    going: ({ phase, counts, elapsedMs }) => ({
      text: [phase, ...describe(counts, elapsedMs)].join(' · '),
      json: { kind: 'progress', phase, elapsedMs: Math.round(elapsedMs), ...counts },
    }),
    ended: ({ phase, counts, elapsedMs }, outcome) => {
      // Padded, so that times stand below each other.
      const took = `${phase.padEnd(11)} ${formatDuration(elapsedMs).padStart(8)}`;
      const said = [...(outcome === 'ok' ? [] : [outcome]), ...describe(counts, null)].join(' · ');
      const durationMs = Math.round(elapsedMs);
      return {
        sign: phaseSigns[outcome],
        text: `${took}  ${said}`.trimEnd(),
        json: { kind: 'phase', phase, state: 'end', outcome, durationMs, ...counts },
      };
    },
  };
}
