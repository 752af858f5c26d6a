import { formatDuration } from '../model/duration.ts';
import { slowDetections } from '../model/slow-detection.ts';
import type { RunContext } from './run-context.ts';

/** Says, before anything is struck, if the system's own timeouts let a lost task wait for minutes. */
export function warnOfSlowDetection({ journal, parts, plan }: Pick<RunContext, 'journal' | 'parts' | 'plan'>): void {
  for (const sentence of slowDetections(journal.entries())) {
    const message = `${sentence} The run waits for at most ${formatDuration(plan.runTimeMs)}.`;
    journal.write({ kind: 'note', message });
    parts.tell?.(message);
  }
}
