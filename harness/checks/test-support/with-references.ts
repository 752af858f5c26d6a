import { withEntries, withPlan, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { type ComparableItem, comparableItems } from '../../model/as-without-fault.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { Book, Evidence } from '../../model/evidence.ts';
import { renamedJob } from '../../model/mark-plan.ts';
import type { Job } from '../../model/plan.ts';

const RUNS = [1, 2, 3];

/** The id of a reference of a document. */
export const referenceId = (document: string, nth: number): string => `${document}-reference-${nth}`;

/**
 * The correct run, of which nothing is given but what is left of each job's expectation: each job is compared with three
 * copies of what it left behind, under other ids.
 */
export function comparedRun(
  items: readonly ComparableItem[] = comparableItems,
  run: Evidence = correctRun(),
): Evidence {
  const { workload } = run.plan;
  const checks = ['every-workflow-completes', 'fault-landed'];
  const planned = withPlan(run, {
    checks,
    workload: workload.map((job) => compared(job, items)),
    references: workload.map((job) => {
      const { workflowId } = job;
      return {
        of: [workflowId],
        runs: RUNS.map((nth) => compared(renamedJob(job, referenceId(workflowId, nth)), items)),
      };
    }),
  });
  const tables = [{ table: 'documents', key: 'workflow_id', ignore: [] }];
  const keeps = { checkpoints: true, effects: true, tables };
  const workflowIds = planned.plan.references?.flatMap(({ runs }) => runs.map(({ workflowId }) => workflowId)) ?? [];
  const told = withEntries(planned, { kind: 'references', workflowIds, keeps, ignoreFields: [], atMs: 2900 });
  return ['eventHistories', 'checkpoints', 'effects', 'tables', 'replays'].reduce((evidence, name) => {
    const book = run[name as 'effects'];
    return { ...evidence, [name]: withCopies(book, workload) };
  }, told);
}

/** The compared run with the event histories of a document's references changed. */
export function withReferenceHistories(
  run: Evidence,
  document: string,
  change: (history: EventHistory, nth: number) => EventHistory | null,
): Evidence {
  return withRows(run, 'eventHistories', (rows) =>
    rows.flatMap((row) => {
      const nth = RUNS.find((one) => row.workflowId === referenceId(document, one));
      return nth === undefined ? row : (change(row, nth) ?? []);
    }),
  );
}

function compared(job: Job, items: readonly ComparableItem[]): Job {
  const { result, rows, activities, ...given } = job.expect;
  const kept = {
    ...(items.includes('result') || result === undefined ? {} : { result }),
    ...(items.includes('rows') || rows === undefined ? {} : { rows }),
    ...(items.includes('activities') || activities === undefined ? {} : { activities }),
    ...(items.includes('effects') ? { effects: [], progress: [] } : {}),
    ...(items.includes('checkpoints') ? { checkpoints: [] } : {}),
  };
  return { ...job, expect: { ...given, ...kept, asWithoutFault: [...items] } };
}

function withCopies<T>(book: Book<T>, workload: readonly Job[]): Book<T> {
  if (book.state === 'unavailable') return book;
  const copies = workload.flatMap(({ workflowId }) => {
    const own = book.rows.filter((row) => JSON.stringify(row).includes(`"${workflowId}"`));
    return RUNS.map(
      (nth) => JSON.parse(JSON.stringify(own).replaceAll(workflowId, referenceId(workflowId, nth))) as T[],
    );
  });
  // They ran before the run's own workflows.
  const rows = [...copies.flat(), ...book.rows].map((row, index) =>
    typeof row === 'object' && row !== null && 'sequence' in row ? { ...row, sequence: index + 1 } : row,
  );
  return { state: 'collected', rows };
}
