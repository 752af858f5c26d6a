import { HarnessError } from '../../errors.ts';
import type { GatewayServer } from '../../gateway/start-gateway.ts';
import { cleanUpRows, type RunRows } from '../../reaper/clean-up-rows.ts';
import { postgresDataOf, removeRunFolder } from '../../reaper/run-folder.ts';
import { removeSharedMemory } from '../../reaper/shared-memory.ts';
import { endTagged } from '../end-tagged.ts';
import type { RunContext } from '../run-context.ts';
import type { ProcessComponent } from './process-component.ts';

/** What there may be to take down of a run, however far its start came. */
export interface StandingParts {
  readonly context: RunContext;
  readonly components: readonly ProcessComponent[];
  readonly gateway: GatewayServer | null;
  /** What the run may have in a Supabase that outlives it. */
  readonly rows: RunRows | null;
}

/**
 * Ends every component, closes the gateway, removes rows and folder, dismisses the reaper.
 *
 * @remarks Every step is tried, whatever became of those before it; the reaper goes only when nothing is left, and
 * otherwise does its work when the harness ends.
 * @throws HarnessError CHAOS_SUPABASE_ROWS; CHAOS_INTERNAL where a process of the run had not been ended by its component, and was killed.
 */
export async function takeDown({ context, components, gateway, rows }: StandingParts): Promise<void> {
  const ended = await Promise.allSettled(components.map(async (component) => component.end()));
  const closed = await Promise.allSettled([gateway?.close(), removeSharedMemory(postgresDataOf(context.folder))]);
  const left = await endTagged(context);
  await removeRunFolder(context.folder);
  // Only now can nobody write any more.
  const [rowsGone] = await Promise.allSettled([rows === null ? undefined : cleanUpRows(rows)]);
  if (rowsGone.status === 'fulfilled') await context.reaper[Symbol.asyncDispose]();
  const failed = [...ended, ...closed, rowsGone].find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  if (left.length === 0) return;
  throw new HarnessError(
    'CHAOS_INTERNAL',
    `Expected nothing of run ${context.runId} to be left, but the processes ${left.join(', ')} lived after the ` +
      'teardown and were killed. Report it with the logs of the run.',
  );
}
