import { HarnessError } from '../../errors.ts';
import type { GatewayServer } from '../../gateway/start-gateway.ts';
import type { ExistingTemporal } from '../../model/existing-temporal.ts';
import { cleanUpRows, type RunRows } from '../../reaper/clean-up-rows.ts';
import { cleanUpWorkflows } from '../../reaper/clean-up-workflows.ts';
import { postgresDataOf, removeRunFolder } from '../../reaper/run-folder.ts';
import { removeSharedMemory } from '../../reaper/shared-memory.ts';
import { endTagged } from '../end-tagged.ts';
import type { RunContext } from '../run-context.ts';
import type { ProcessComponent } from './process-component.ts';

/** The parts of a run to take down, as far as its start got. */
export interface StandingParts {
  readonly context: RunContext;
  readonly components: readonly ProcessComponent[];
  readonly gateway: GatewayServer | null;
  /** Prometheus and what it reads. */
  readonly watching: AsyncDisposable;
  /** The run's rows in a Supabase that outlives it. */
  readonly rows: RunRows | null;
  /** The Temporal that outlives the run and in which its workflows are terminated. */
  readonly temporal: ExistingTemporal | null;
}

/**
 * Ends every component, closes the gateway, removes rows and folder, terminates workflows, dismisses the reaper.
 *
 * @remarks Every step is tried, even if an earlier one failed; the reaper goes only when nothing is left, and otherwise
 * does its work when the harness ends.
 * @throws HarnessError CHAOS_SUPABASE_ROWS, CHAOS_TEMPORAL_WORKFLOWS; CHAOS_INTERNAL if a component had not ended all of its processes, which were killed.
 */
export async function takeDown({
  context,
  components,
  gateway,
  watching,
  rows,
  temporal,
}: StandingParts): Promise<void> {
  const ended = await Promise.allSettled(components.map(async (component) => component.end()));
  const closed = await Promise.allSettled([
    gateway?.close(),
    watching[Symbol.asyncDispose](),
    removeSharedMemory(postgresDataOf(context.folder)),
  ]);
  const left = await endTagged(context);
  await removeRunFolder(context.folder);
  // Only now can no process write any more.
  const gone = await Promise.allSettled([
    rows === null ? undefined : cleanUpRows(rows),
    temporal === null ? undefined : cleanUpWorkflows(temporal),
  ]);
  if (gone.every(({ status }) => status === 'fulfilled')) await context.reaper[Symbol.asyncDispose]();
  const failed = [...ended, ...closed, ...gone].find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  if (left.length === 0) return;
  throw new HarnessError(
    'CHAOS_INTERNAL',
    `The teardown of run ${context.runId} left the processes ${left.join(', ')}, which were then killed. ` +
      'This is a bug in the harness; please report it with the logs of the run.',
  );
}
