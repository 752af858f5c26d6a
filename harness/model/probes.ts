import type { BySchedule } from './by-schedule.ts';
import type { EventHistory } from './event-history.ts';
import type { Book, CheckpointRow, LedgerLine, ReplayRow, TableRow } from './evidence.ts';
import type { Json } from './json.ts';
import type { ClientAction, Job } from './plan.ts';
import type { VersionOfReplay } from './task-versions.ts';

/** How one workflow stands now, as Temporal says. */
export interface WorkflowState {
  readonly workflowId: string;
  readonly running: boolean;
  /** It ended, and as completed: not failed, cancelled, terminated or timed out. */
  readonly completed: boolean;
  /** Activities that are being retried: `type (attempt n)`. */
  readonly retrying: readonly string[];
}

/** One workflow execution: a workflow id may have had several. */
export interface ExecutionId {
  readonly workflowId: string;
  readonly runId: string;
}

/** What a client starts. */
export interface StartedJob extends Pick<Job, 'workflowType' | 'workflowId' | 'args' | 'request' | 'options'> {
  /** Left out: that of the configuration. */
  readonly taskQueue?: string;
}

/** What a client asks of a running workflow. */
export interface AskedAction extends Pick<ClientAction, 'kind' | 'name' | 'args' | 'request' | 'outcome'> {
  /** By which the server knows an update that comes again; left out: it is sent under a new one. */
  readonly updateId?: string;
}

/** The harness's own client of Temporal; never through a fault. Every call has a deadline. */
export interface WorkflowClient {
  /**
   * Starts a workflow, or has the system's API do so; resolves once that is acknowledged.
   *
   * @param action - a signal or an update that goes with it in one call
   */
  start(job: StartedJob, action?: AskedAction): Promise<void>;
  /** Makes the schedule that starts the workflows of a job; resolves once that is acknowledged. */
  schedule(job: Omit<StartedJob, 'request'>, bySchedule: BySchedule): Promise<void>;
  /** Deletes the schedule of that id, if there is one. What it started goes on. */
  unschedule(scheduleId: string): Promise<void>;
  /**
   * Sends a signal, a cancellation or an update, or has the API do so, or resets or terminates; resolves once that is acknowledged,
   * and for an update once it is answered as the plan says.
   */
  act(workflowId: string, action: AskedAction): Promise<void>;
  /** The answer to a query. */
  query(workflowId: string, query: Pick<AskedAction, 'name' | 'args'>): Promise<Json>;
  /** Whether the error of `start`, `act` or `query` leaves open what the server did (deadline, connection lost). */
  outcomeUnknown(error: unknown): boolean;
  /** How many workflows of the namespace run. */
  countRunning(): Promise<number>;
  /** The workflows of the namespace that have ended, as far as visibility knows by now. */
  ended(): Promise<readonly string[]>;
  /** All executions of the namespace, planned or not, as far as visibility knows by now. */
  executions(): Promise<readonly ExecutionId[]>;
  /** The status of one workflow; null if Temporal knows none of that id. */
  state(workflowId: string): Promise<WorkflowState | null>;
  /**
   * Resolves once a workflow has ended, however, in the last of its runs; looks for as long as it takes. Rejects with
   * the signal's reason when it aborts.
   */
  closed(workflowId: string, signal: AbortSignal): Promise<void>;
  /** The event history as recorded so far, of one run or else of the latest. */
  eventHistory(workflowId: string, runId?: string): Promise<EventHistory>;
}

/** Reads the books. Live and read-only; an unreadable book is `unavailable`, never empty. */
export interface BookReaders {
  /**
   * The event histories of these workflows, each read by its id, and of every other execution of the namespace but the
   * canaries'.
   */
  eventHistories(workflowIds: readonly string[], canaries: ReadonlySet<string>): Promise<Book<EventHistory>>;
  /** All runs of these workflows, and of the children that their event histories name. Nothing else is looked for. */
  linkedHistories(workflowIds: readonly string[]): Promise<Book<EventHistory>>;
  /** `growing`: rows may be added while it is read, so that only those that were there before must be in it. */
  checkpoints(options?: { readonly growing: boolean }): Promise<Book<CheckpointRow>>;
  effects(): Promise<Book<LedgerLine>>;
  /** The rows of all tables of the subject; `growing` as of the checkpoints. */
  tables(options?: { readonly growing: boolean }): Promise<Book<TableRow>>;
  /** The stages visible now, as `workflowId/stage`. */
  visibleCheckpoints(): Promise<ReadonlySet<string>>;
}

/** Replays event histories in a separate process. */
export interface Replayer extends AsyncDisposable {
  replay(
    histories: readonly EventHistory[],
    signal: AbortSignal,
    versionOf?: VersionOfReplay,
  ): Promise<Book<ReplayRow>>;
}

/** A server that the harness neither starts nor ends. */
export interface ServerElsewhere {
  readonly name: string;
  /** Rejects where it doesn't answer. */
  ask(): Promise<void>;
}

/** Everything by which a run looks at the system. */
export interface Probes extends AsyncDisposable {
  readonly workflows: WorkflowClient;
  readonly books: BookReaders;
  readonly replayer: Replayer | null;
  /** Servers that the system needs and that are none of its components. */
  readonly elsewhere: readonly ServerElsewhere[];
}
