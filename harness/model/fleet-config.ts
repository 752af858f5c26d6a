import type { WorkerAddresses } from './addresses.ts';
import type { WorkerVariant } from './worker-variant.ts';

/**
 * A further fleet of workers: another program, on another task queue or for other kinds of tasks of the same one.
 *
 * @example
 * const payments: FleetConfig = { command: ['python', 'payments_worker.py'], taskQueue: 'payments', count: 2 };
 */
export interface FleetConfig extends Omit<WorkerVariant, 'bundle'> {
  /** The task queue that its workers poll. On an existing Temporal it is taken as it is: no one else may poll it. */
  readonly taskQueue: string;
  /** How many workers it has, unless a plan says otherwise; left out: one. An exploration has one at work. */
  readonly count?: number;
  /** As {@link WorkerVariant.bundle}; left out or null: its workers run no workflow that is replayed from a bundle. */
  readonly bundle?: WorkerVariant['bundle'];
  /** The folder that its processes are started in, from the project's folder; left out: the working folder. */
  readonly cwd?: string;
  /**
   * The environment of one of its processes, as `workers.env`: that one is not added. If left out, Temporal's standard
   * variables are enough.
   */
  env?(addresses: WorkerAddresses): Readonly<Record<string, string>>;
}
