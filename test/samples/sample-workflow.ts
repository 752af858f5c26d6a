import type { HistoryEvent } from '../../harness/model/event-history.ts';
import type { CheckpointRow, LedgerLine } from '../../harness/model/evidence.ts';
import { digestOf, type Json } from '../../harness/model/json.ts';
import { sampleTime, type Timed } from './sample-clock.ts';

/** A row or ledger line that gets its sequence number once all workflows are put together. */
export interface Unnumbered<T> {
  readonly atMs: number;
  readonly row: Omit<T, 'sequence'>;
}

/** What an activity of the sample does. */
export interface SampleActivity {
  readonly type: string;
  readonly worker: string;
  readonly durationMs: number;
  readonly stage?: string;
  readonly effects?: number;
  /** Killed on this worker first, at this moment, having applied this many effects. */
  readonly lostOn?: { readonly worker: string; readonly atMs: number; readonly effects: number };
}

/** One workflow execution of the sample, while it is being made. */
export class SampleWorkflow {
  readonly events: HistoryEvent[] = [];
  readonly timed: Timed[] = [];
  readonly checkpoints: Unnumbered<CheckpointRow>[] = [];
  readonly effects: Unnumbered<LedgerLine>[] = [];
  readonly workflowId: string;
  readonly runId: string;
  atMs: number;

  constructor(workflowId: string, atMs: number) {
    this.workflowId = workflowId;
    this.runId = `run-of-${workflowId}`;
    this.atMs = atMs;
    const ids = { originalExecutionRunId: this.runId, firstExecutionRunId: this.runId };
    this.event('WORKFLOW_EXECUTION_STARTED', { workflowType: { name: 'ingestDocument' }, ...ids });
  }

  event(type: string, attributes: Readonly<Record<string, Json>> = {}): string {
    const field = type.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    const eventId = String(this.events.length + 1);
    const eventTime = sampleTime(this.atMs);
    this.events.push({ eventId, eventTime, eventType: `EVENT_TYPE_${type}`, [`${field}EventAttributes`]: attributes });
    return eventId;
  }

  task(worker: string): void {
    this.event('WORKFLOW_TASK_SCHEDULED');
    this.atMs += 6;
    const startedEventId = this.event('WORKFLOW_TASK_STARTED', { identity: worker });
    this.call(worker, { method: 'PollWorkflowTaskQueue', task: 'workflow', startedEventId });
    this.atMs += 14;
    this.call(worker, { method: 'RespondWorkflowTaskCompleted', task: 'workflow', startedEventId });
    this.event('WORKFLOW_TASK_COMPLETED', { startedEventId });
  }

  activity(activity: SampleActivity): void {
    const scheduledEventId = this.event('ACTIVITY_TASK_SCHEDULED', {
      activityId: String(this.events.length + 1),
      activityType: { name: activity.type },
    });
    const ids = { task: 'activity', activityType: activity.type, activityId: scheduledEventId } as const;
    const { lostOn } = activity;
    const attempt = lostOn === undefined ? 1 : 2;
    if (lostOn !== undefined) {
      this.call(lostOn.worker, { method: 'PollActivityTaskQueue', ...ids, attempt: 1 });
      this.act({ ...activity, effects: lostOn.effects }, { activityId: scheduledEventId, attempt: 1 });
      this.atMs = lostOn.atMs + 2600;
    }
    this.atMs += 8;
    this.call(activity.worker, { method: 'PollActivityTaskQueue', ...ids, attempt });
    const startedEventId = this.event('ACTIVITY_TASK_STARTED', {
      scheduledEventId,
      attempt,
      identity: activity.worker,
    });
    this.act(activity, { activityId: scheduledEventId, attempt });
    this.atMs += activity.durationMs;
    this.call(activity.worker, { method: 'RespondActivityTaskCompleted', ...ids, attempt });
    this.event('ACTIVITY_TASK_COMPLETED', { scheduledEventId, startedEventId });
    if (activity.stage !== undefined) {
      const { workflowId, atMs } = this;
      const digest = digestOf([workflowId, activity.stage]);
      const { stage } = activity;
      this.checkpoints.push({ atMs, row: { workflowId, stage, activityId: scheduledEventId, attempt, digest } });
    }
  }

  private act(activity: SampleActivity, ids: { readonly activityId: string; readonly attempt: number }): void {
    const count = activity.effects ?? 0;
    const done = new Set(this.effects.map((line) => line.row.idempotencyKey));
    for (let page = 1; page <= count; page += 1) {
      const idempotencyKey = `${this.workflowId}:${activity.type}:${page}`;
      const atMs = this.atMs + (activity.durationMs * page) / (count + 1);
      const row: Omit<LedgerLine, 'sequence'> = {
        time: sampleTime(atMs),
        kind: activity.type,
        subject: { document: this.workflowId, page },
        idempotencyKey,
        payloadHash: digestOf(idempotencyKey),
        outcome: done.has(idempotencyKey) ? 'deduplicated' : 'applied',
        activity: { workflowId: this.workflowId, ...ids },
      };
      this.effects.push({ atMs, row });
    }
  }

  private call(worker: string, fields: CallFields): void {
    const [component = worker, incarnation = '1'] = worker.split('#');
    const at = { startedMs: this.atMs - 2, latencyMs: 2, outcome: 'answered', grpcStatus: 0 } as const;
    const size = { requestBytes: 120, replyBytes: 80 };
    const whose = { component, incarnation: Number(incarnation), identity: worker, workflowId: this.workflowId };
    this.timed.push([this.atMs, { kind: 'call', call: 1, ...at, ...size, ...whose, ...fields }]);
  }
}

interface CallFields {
  readonly method: string;
  readonly task: 'workflow' | 'activity';
  readonly activityType?: string;
  readonly activityId?: string;
  readonly attempt?: number;
  readonly startedEventId?: string;
}
