import { setTimeout as delay } from 'node:timers/promises';
import type { ExistingTemporal } from '../model/existing-temporal.ts';
import type { ProcessInfo } from '../processes/process-table.ts';
import { ProcessTree, signalOne } from '../processes/process-tree.ts';
import { cleanUpContainers } from './clean-up-containers.ts';
import { cleanUpRows, type RunRows } from './clean-up-rows.ts';
import { cleanUpWorkflows } from './clean-up-workflows.ts';
import { postgresDataOf, RUN_TAG, removeRunFolder } from './run-folder.ts';
import { removeSharedMemory } from './shared-memory.ts';

/** The parts of a run to undo. */
export interface RunRemains {
  readonly runId: string;
  readonly processes: readonly Pick<ProcessInfo, 'pid' | 'startTime'>[];
  readonly postmasters: readonly Pick<ProcessInfo, 'pid' | 'startTime'>[];
  readonly folders: readonly string[];
  /** Whether the container engine has, or may have, objects of the run. */
  readonly containers?: boolean;
  /** The run's rows in a Supabase that outlives it; null or left out: none. */
  readonly rows?: RunRows | null;
  /** The Temporal that outlives the run and in which its workflows are terminated; null or left out: none. */
  readonly temporal?: ExistingTemporal | null;
  /** Processes to leave alone, though they carry the run's tag. */
  readonly except: ReadonlySet<number>;
}

const POSTGRES_LIMIT_MS = 1000;
const KILL_LIMIT_MS = 3000;

/**
 * Ends every process of a run, removes its containers, networks and volumes, gives its shared memory back and removes
 * its folders, and the rows that it has in a Supabase that outlives it.
 *
 * @remarks A postmaster gets SIGQUIT, its immediate shutdown, because it then takes its backends and its shared memory
 * with it; stopped postmasters are woken for it.
 * @throws HarnessError CHAOS_FAULT_FAILED if a process can't be ended, CHAOS_SUPABASE_ROWS.
 */
export async function cleanUpRun(remains: RunRemains): Promise<void> {
  const { runId, except } = remains;
  const postgres = new ProcessTree({ name: 'PostgreSQL', roots: remains.postmasters, tags: [], except });
  const living = await postgres.living();
  for (const each of living.filter(({ pid }) => remains.postmasters.some((root) => root.pid === pid))) {
    signalOne(each.pid, 'SIGQUIT');
  }
  await postgres.signal('SIGCONT');
  const tags = [{ name: RUN_TAG, value: runId }];
  const spared = new Set([...except, ...living.map((each) => each.pid)]);
  const others = new ProcessTree({ name: `run ${runId}`, roots: remains.processes, tags, except: spared });
  await Promise.all([others.kill(KILL_LIMIT_MS), postgres.ended(POSTGRES_LIMIT_MS)]);
  await new ProcessTree({
    name: `run ${runId}`,
    roots: [...remains.processes, ...remains.postmasters, ...living],
    tags,
    except,
  }).kill(KILL_LIMIT_MS);
  if (remains.containers === true) await cleanUpContainers(runId);
  const rowsGone = remains.rows ? cleanUpRows(remains.rows) : Promise.resolve();
  const workflowsGone = remains.temporal ? cleanUpWorkflows(remains.temporal) : Promise.resolve();
  await Promise.all([...remains.folders.map((folder) => removeFolder(folder)), rowsGone, workflowsGone]);
}

async function removeFolder(folder: string): Promise<void> {
  await removeSharedMemory(postgresDataOf(folder));
  await removeRunFolder(folder);
  // A writer that was caught between two of its steps may have made it again.
  await delay(20);
  await removeRunFolder(folder);
}
