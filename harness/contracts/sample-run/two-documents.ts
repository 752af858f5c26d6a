import type { EventHistory } from '../../model/event-history.ts';
import type { CheckpointRow, LedgerLine, TableRow } from '../../model/evidence.ts';
import { digestOf, type Json } from '../../model/json.ts';
import { type Job, PLAN_SCHEMA, type Plan } from '../../model/plan.ts';
import { type HistoryBuilder, historyBuilder, payloads, timeAt } from './history-builder.ts';

const PAGES = [1, 2, 3];
const REVIEW = { decision: 'approved' };

/** The two workflows of the run: one is approved and published, the other's review never comes. */
export const workflowIds = { approved: 'document-1', timedOut: 'document-2' } as const;

interface Made {
  readonly job: Job;
  readonly history: EventHistory;
  readonly rows: readonly Omit<CheckpointRow, 'sequence'>[];
}

/** The plan of the run. */
export function planOfRun(): Plan {
  return {
    schema: PLAN_SCHEMA,
    harness: '0.1.0',
    scenario: 'worker-kill',
    hypothesis: 'Nothing is lost.',
    subject: 'documents',
    seed: 7,
    params: {},
    sabotage: null,
    workers: 2,
    runTimeMs: 45_000,
    workload: [approvedDocument().job, timedOutDocument().job],
    schedule: [
      {
        id: 'kill',
        at: { kind: 'call', side: 'reply', method: 'RecordActivityTaskHeartbeat', nth: 2 },
        fault: 'worker-kill',
        params: {},
        target: { role: 'holder' },
        healAfterMs: 2000,
      },
    ],
    checks: ['every-workflow-completes', 'side-effects-once', 'fault-landed'],
  };
}

/** The event histories of the run. */
export function historiesOfRun(): readonly EventHistory[] {
  return [approvedDocument().history, timedOutDocument().history];
}

/** The rows of the run, with an identity column that has a gap, as a refused insert leaves it. */
export function rowsOfRun(): readonly CheckpointRow[] {
  return [...approvedDocument().rows, ...timedOutDocument().rows].map((row, index) => ({
    sequence: 2 * index + 1,
    ...row,
  }));
}

/** The rows of the table "documents", which has the status of each document. */
export function tablesOfRun(): readonly TableRow[] {
  return planOfRun().workload.flatMap(({ workflowId: key, expect }) =>
    (expect.rows ?? []).map(({ table, columns }) => ({
      table,
      key,
      columns: { workflow_id: key, updated_at: timeAt(7000), ...columns },
    })),
  );
}

/** The ledger of the run: each effect once, and one repeated request that its key absorbed. */
export function ledgerOfRun(): readonly LedgerLine[] {
  const { workload } = planOfRun();
  const lines = workload.flatMap((job) => job.expect.effects.map((effect) => lineOf(job.workflowId, effect)));
  const [page] = lines.filter((line) => line.kind === 'ocr' && line.subject['page'] === 3);
  const repeated = page === undefined ? [] : [{ ...page, outcome: 'deduplicated' as const }];
  return [...lines, ...repeated].map((line, index) => ({ ...line, sequence: index + 1 }));
}

function lineOf(workflowId: string, effect: Job['expect']['effects'][number]): LedgerLine {
  const { kind, subject } = effect;
  // The extraction of the first document goes on in attempt 2 after page 2.
  const late = workflowId === workflowIds.approved && kind === 'ocr' && Number(subject['page']) > 2;
  const activityId = { ocr: '2', embed: '4', publish: '7', revoke: '6' }[kind] ?? '9';
  const key = `${kind}/${Object.values(subject).join('/')}`;
  return {
    sequence: 1,
    time: timeAt(4000),
    kind,
    subject,
    idempotencyKey: key,
    payloadHash: digestOf(key),
    outcome: 'applied',
    activity: { workflowId, activityId, attempt: late ? 2 : 1 },
  };
}

function approvedDocument(): Made {
  const workflowId = workflowIds.approved;
  const input = { document: workflowId, pages: 3 };
  const builder = historyBuilder(workflowId, { atMs: 3050, type: 'ingestDocument', args: [input] });
  const write = checkpointWriter(workflowId, builder);
  builder.workflowTask(3060);
  const received = write(3100, 'received', [input]);
  const { extracted, embedded } = extractAndEmbed(builder, write, { atMs: 3200, attempt: 2 });
  builder.add(6600, 'WORKFLOW_EXECUTION_SIGNALED', { signalName: 'review', input: payloads([REVIEW]) });
  builder.workflowTask(6610);
  const approved = write(6620, 'approved', [REVIEW]);
  builder.activity({ atMs: 6700, type: 'publish', input: null, result: 'published' });
  const published = write(6750, 'published', ['published']);
  builder.workflowTask(6800);
  builder.add(6810, 'WORKFLOW_EXECUTION_COMPLETED', { result: payloads([{ status: 'published' }]) });
  const signal = {
    kind: 'signal' as const,
    name: 'review',
    args: [REVIEW],
    after: { kind: 'checkpoint' as const, stage: 'embedded' },
  };
  const job = jobOf(input, { actions: [signal], status: 'published' }, [
    { stage: 'approved', work: { kind: 'signal', name: 'review' } },
    { stage: 'published', work: { kind: 'activity', type: 'publish' } },
  ]);
  return { job, history: builder.history(), rows: [received, extracted, embedded, approved, published] };
}

function timedOutDocument(): Made {
  const workflowId = workflowIds.timedOut;
  const input = { document: workflowId, pages: 3 };
  const builder = historyBuilder(workflowId, { atMs: 3055, type: 'ingestDocument', args: [input] });
  const write = checkpointWriter(workflowId, builder);
  builder.workflowTask(3395, 'TIMED_OUT');
  builder.workflowTask(5400);
  const received = write(5450, 'received', [input]);
  const { extracted, embedded } = extractAndEmbed(builder, write, { atMs: 5500, attempt: 1 });
  const startedEventId = builder.add(5900, 'TIMER_STARTED', { timerId: '1', startToFireTimeout: '1s' });
  builder.add(6900, 'TIMER_FIRED', { timerId: '1', startedEventId });
  builder.workflowTask(6910);
  const timedOut = write(6920, 'timed-out', []);
  builder.activity({ atMs: 6950, type: 'revokeEmbeddings', input: null, result: null });
  builder.workflowTask(7000);
  builder.add(7010, 'WORKFLOW_EXECUTION_COMPLETED', { result: payloads([{ status: 'timed-out' }]) });
  const job = jobOf(input, { actions: [], status: 'timed-out' }, [{ stage: 'timed-out', work: { kind: 'timer' } }]);
  return { job, history: builder.history(), rows: [received, extracted, embedded, timedOut] };
}

type Row = Omit<CheckpointRow, 'sequence'>;
type Writer = (atMs: number, stage: string, work: readonly Json[]) => Row;

function checkpointWriter(workflowId: string, builder: HistoryBuilder): Writer {
  return (atMs, stage, work) => {
    const activityId = builder.activity({ atMs, type: 'saveCheckpoint', input: { stage, work }, result: null });
    return { workflowId, stage, activityId, attempt: 1, digest: digestOf(work) };
  };
}

function extractAndEmbed(
  builder: HistoryBuilder,
  write: Writer,
  { atMs, attempt }: { readonly atMs: number; readonly attempt: number },
): { readonly extracted: Row; readonly embedded: Row } {
  const pages = { pages: 3 };
  builder.activity({ atMs, type: 'extractPages', input: null, result: pages, attempt });
  const extracted = write(atMs + 100, 'extracted', [pages]);
  builder.activity({ atMs: atMs + 150, type: 'embedPages', input: 1, result: { batch: 1 } });
  return { extracted, embedded: write(atMs + 200, 'embedded', [{ batch: 1 }]) };
}

function jobOf(
  input: { readonly document: string; readonly pages: number },
  { actions, status }: { readonly actions: Job['actions']; readonly status: string },
  ends: Job['expect']['checkpoints'],
): Job {
  const { document } = input;
  const closing = { kind: status === 'published' ? 'publish' : 'revoke', subject: { document } };
  return {
    workflowType: 'ingestDocument',
    workflowId: document,
    args: [input],
    actions: [...actions],
    expect: {
      end: 'completed',
      result: { status },
      checkpoints: [
        { stage: 'received', work: { kind: 'input' } },
        { stage: 'extracted', work: { kind: 'activity', type: 'extractPages' } },
        { stage: 'embedded', work: { kind: 'activity', type: 'embedPages' } },
        ...ends,
      ],
      effects: [
        ...PAGES.map((page) => ({ kind: 'ocr', subject: { document, page } })),
        { kind: 'embed', subject: { document, batch: 1 } },
        closing,
      ],
      rows: [{ table: 'documents', columns: { status } }],
      progress: [{ activityType: 'extractPages', details: 'pagesDone', effect: 'ocr', field: 'page' }],
      closed: 'every-activity',
    },
  };
}
