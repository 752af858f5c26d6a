import type { EventHistory } from '../../model/event-history.ts';
import type { Book, Evidence, LedgerLine } from '../../model/evidence.ts';
import { executionsOf } from '../../model/executions.ts';
import type { Job } from '../../model/plan.ts';
import { Families } from './families.ts';
import { isRowOf, partOf } from './own-evidence.ts';

/**
 * The evidence of a run by itself: what its references left behind is apart, in `references`.
 *
 * @remarks So no check takes a workflow, a row or an effect of a reference for one of the run. The journal stays whole.
 */
export function withoutReferences(evidence: Evidence): Evidence {
  const jobs = (evidence.plan.references ?? []).flatMap(({ runs }) => runs);
  if (jobs.length === 0 || evidence.references !== undefined) return evidence;
  const { eventHistories, checkpoints, effects, tables, replays } = evidence;
  const families = familiesOf(eventHistories.state === 'collected' ? eventHistories.rows : [], jobs);
  const members = new Set(jobs.flatMap(({ workflowId }) => [workflowId, ...families.of(workflowId)]));
  const isTheirs = (row: { readonly workflowId: string }): boolean => members.has(row.workflowId);
  const [histories, stages] = [apart(eventHistories, isTheirs), apart(checkpoints, isTheirs)];
  const lines = apart(effects, (line) => isLineOf(members, line));
  const rows = apart(tables, (row) => jobs.some((job) => isRowOf(job)(row)));
  return {
    ...evidence,
    eventHistories: histories.rest,
    checkpoints: stages.rest,
    effects: renumbered(lines.rest, lines.part),
    tables: rows.rest,
    replays: partOf(replays, (row) => !isTheirs(row)),
    references: {
      eventHistories: histories.part,
      checkpoints: stages.part,
      effects: lines.part,
      tables: rows.part,
    },
  };
}

/** Which of some jobs each further workflow belongs to: the children of each, and those that it declares. */
export function familiesOf(histories: readonly EventHistory[], workload: readonly Job[]): Families {
  const families = new Families();
  for (const { history, origin } of executionsOf(histories, { workload, canaries: new Set() })) {
    if (origin.kind !== 'planned' && origin.job !== null) families.adopt(history.workflowId, origin.job);
  }
  return families;
}

function apart<T>(book: Book<T>, isTheirs: (row: T) => boolean): { readonly part: Book<T>; readonly rest: Book<T> } {
  return { part: partOf(book, isTheirs), rest: partOf(book, (row) => !isTheirs(row)) };
}

function isLineOf(members: ReadonlySet<string>, { activity, subject }: LedgerLine): boolean {
  const named = [...(activity === null ? [] : [activity.workflowId]), ...Object.values(subject)];
  return named.some((value) => typeof value === 'string' && members.has(value));
}

/** The lines counted as if the others had never been: a gap that the ledger has stays one. */
export function renumbered(rest: Book<LedgerLine>, taken: Book<LedgerLine>): Book<LedgerLine> {
  if (rest.state === 'unavailable' || taken.state === 'unavailable') return rest;
  const gone = taken.rows.map(({ sequence }) => sequence);
  const rows = rest.rows.map((line) => {
    return { ...line, sequence: line.sequence - gone.filter((sequence) => sequence < line.sequence).length };
  });
  return { state: 'collected', rows };
}
