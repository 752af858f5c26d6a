import { z } from 'zod';
import { escapePattern } from './escape-pattern.ts';

/** What a schedule does if it fires while a workflow that it started still runs. */
export const overlapPolicies = ['SKIP', 'BUFFER_ONE', 'BUFFER_ALL', 'ALLOW_ALL'] as const;

/** The shortest catch-up window that Temporal takes, in milliseconds. */
const LEAST_CATCH_UP_MS = 10_000;
/** How long its workflows may take to be started beyond the intervals, in milliseconds, unless the plan says so. */
const LIMIT_MS = 60_000;

/** Schema of {@link BySchedule}. */
export const byScheduleSchema = z.strictObject({
  /** How often it fires, in milliseconds, whole seconds; left out: once, as soon as it is made. */
  everyMs: z.int().positive().multipleOf(1000).optional(),
  /** How many workflows it starts; if left out, one. */
  executions: z.int().positive().optional(),
  /** Left out: `SKIP`, as Temporal does. */
  overlap: z.enum(overlapPolicies).optional(),
  /** How late it may still fire after an outage of Temporal, in milliseconds; left out: Temporal's default. */
  catchupWindowMs: z.int().min(LEAST_CATCH_UP_MS).optional(),
  /** How long all its workflows may take to be started, in milliseconds beyond the intervals; if left out, a minute. */
  limitMs: z.int().positive().optional(),
});

/**
 * A schedule of Temporal that starts the workflows of a job. The harness makes it, and deletes it once they are started.
 *
 * @remarks Its id is that of the job. Temporal adds the time to the ids of its workflows.
 * @example
 * const bySchedule: BySchedule = { everyMs: 2000, executions: 3, overlap: 'BUFFER_ONE' };
 */
export type BySchedule = z.infer<typeof byScheduleSchema>;

/** A pattern of the ids that Temporal makes for the workflows of a schedule. */
export function scheduledIds(scheduleId: string): string {
  return String.raw`${escapePattern(scheduleId)}-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z`;
}

/** How long the workflows of a schedule may take to be started, in milliseconds. */
export function scheduleLimitMs({ everyMs = 0, executions = 1, limitMs = LIMIT_MS }: BySchedule): number {
  return everyMs * executions + limitMs;
}

/** The part of a job that its schedule must agree with. */
export interface StartedBySchedule {
  readonly bySchedule?: BySchedule | undefined;
  readonly start?: unknown;
  readonly request?: unknown;
  readonly options?: { readonly startDelayMs?: unknown; readonly cronSchedule?: unknown } | undefined;
  readonly actions: readonly { readonly after: { readonly kind: string } }[];
}

/** What is wrong with a job that a schedule starts, as a field and a clause; null: nothing. */
export function mistakeOfSchedule({
  bySchedule,
  start,
  request,
  options,
  actions,
}: StartedBySchedule): { readonly path: readonly string[]; readonly message: string } | null {
  if (bySchedule === undefined) return null;
  const { everyMs, executions = 1, overlap } = bySchedule;
  const inTurn = executions > 1 && overlap !== 'ALLOW_ALL';
  const rules: readonly (readonly [isMistaken: boolean, path: readonly string[], message: string])[] = [
    [start !== undefined, ['start'], 'starts the workflow, and so does `bySchedule`: leave out one of both'],
    [request !== undefined, ['request'], 'starts the workflow, and so does `bySchedule`: leave out one of both'],
    [
      options?.cronSchedule !== undefined || options?.startDelayMs !== undefined,
      ['options'],
      'has `cronSchedule` or `startDelayMs`, which a schedule does not take: leave them out',
    ],
    [
      executions > 1 && everyMs === undefined,
      ['bySchedule', 'executions'],
      'is more than one: give `everyMs`, how often it fires',
    ],
    [
      actions.some(({ after }) => after.kind === 'with-start'),
      ['actions'],
      'has one that comes with the start, which the schedule makes: give it another `after`',
    ],
    [
      inTurn && actions.length > 0,
      ['actions'],
      "come once all workflows of the schedule are started, but one waits for the end of another: give `overlap: 'ALLOW_ALL'`, or one execution",
    ],
  ];
  const [found] = rules.filter(([isMistaken]) => isMistaken);
  return found === undefined ? null : { path: found[1], message: found[2] };
}
