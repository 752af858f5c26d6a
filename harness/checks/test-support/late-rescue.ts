import { withJournal } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import { valueAt } from '../../model/json.ts';

const run = correctRun();

/** An entry of the journal. */
export type Entry = Evidence['journal'][number];

/** How each unit fared. */
export function statesOf(finding: Finding): readonly unknown[] {
  return finding.exhibits.map((exhibit) => valueAt(exhibit, 'state'));
}

/** A term of the bound of the first unit. */
export function termOf(finding: Finding, term: string): unknown {
  return valueAt(finding.exhibits[0], `terms.${term}`);
}

/** A call about a workflow task. */
export function isCall(entry: Entry, workflowId: string, startedEventId: string): boolean {
  return entry.kind === 'call' && entry.workflowId === workflowId && entry.startedEventId === startedEventId;
}

/** A call of worker-2 about the extraction. */
export function isRescue(entry: Entry): boolean {
  return entry.kind === 'call' && entry.component === 'worker-2' && entry.activityId === '2';
}

/** The start of the replacement. */
export function isReplacement(entry: Entry): boolean {
  return entry.kind === 'component' && entry.change === 'spawned' && entry.incarnation === 2;
}

/** The run where the rescue of the extraction came that much later. */
export function delayed(lateMs: number): Evidence {
  return withJournal(run, (entry) =>
    entry.kind === 'call' && isRescue(entry)
      ? { ...entry, atMs: entry.atMs + lateMs, startedMs: entry.startedMs + lateMs }
      : entry,
  );
}

/** The replacement's own entries, later. */
export function shifted(entry: Entry, lateMs: number): Entry {
  if (isReplacement(entry)) return { ...entry, atMs: entry.atMs + lateMs };
  if (entry.kind !== 'call' || entry.incarnation !== 2) return entry;
  return { ...entry, atMs: entry.atMs + lateMs, startedMs: entry.startedMs + lateMs };
}
