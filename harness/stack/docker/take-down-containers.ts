import type { EngineEvents } from '../../engine/engine-events.ts';
import { labelledObjects } from '../../engine/labelled.ts';
import { HarnessError } from '../../errors.ts';
import type { GatewayServer } from '../../gateway/start-gateway.ts';
import { cleanUpContainers } from '../../reaper/clean-up-containers.ts';
import { cleanUpRows, type RunRows } from '../../reaper/clean-up-rows.ts';
import { removeRunFolder } from '../../reaper/run-folder.ts';
import { endTagged } from '../end-tagged.ts';
import type { ComposeProject } from './compose-project.ts';
import type { ContainerComponent } from './container-component.ts';
import type { DockerContext } from './docker-context.ts';

/** The codes of an engine that doesn't answer. */
const engineCodes: ReadonlySet<string> = new Set(['CHAOS_ENGINE_LOST', 'CHAOS_ENGINE_MISSING']);

/** The parts of a run to take down, as far as its start got. */
export interface StandingContainers {
  readonly context: DockerContext;
  readonly components: readonly ContainerComponent[];
  readonly gateway: GatewayServer | null;
  /** What Prometheus reads. */
  readonly watching: AsyncDisposable;
  readonly events: EngineEvents;
  readonly project: Pick<ComposeProject, 'down' | 'cutShort'>;
  /** The run's rows in a Supabase that outlives it. */
  readonly rows: RunRows | null;
  /** How long the engine may take to remove what compose has left, in milliseconds; left out: that of the clean-up. */
  readonly limitMs?: number;
}

/**
 * Ends every container, closes the gateway, has compose remove the project, removes rows, dismisses the reaper.
 *
 * @remarks Every step is tried, even if an earlier one failed; the reaper goes only when nothing is left, and otherwise
 * does its work when the harness ends.
 * @throws HarnessError the first error; CHAOS_ENGINE_LOST with the remains if the engine doesn't answer any more;
 * CHAOS_FAULT_FAILED if it doesn't remove something; CHAOS_INTERNAL if compose left something, which was removed.
 */
export async function takeDownContainers(standing: StandingContainers): Promise<void> {
  const { context, components, gateway, watching, events, project, rows, ...limit } = standing;
  const failures: unknown[] = [];
  const attempt = async (step: () => Promise<unknown>): Promise<void> => {
    await step().catch((error: unknown) => failures.push(error));
  };
  // If the engine went away for a while, its events have gaps, even if it answers again.
  if (events.lost.aborted) failures.push(events.lost.reason);
  await Promise.all(components.map(async (component) => attempt(async () => endOf(component))));
  await attempt(async () => gateway?.close());
  await attempt(async () => watching[Symbol.asyncDispose]());
  let networkInUse = false;
  await attempt(async () =>
    project.down().catch((error: unknown) => {
      if (!isNetworkInUse(error)) throw error;
      networkInUse = true;
    }),
  );
  await attempt(async () => events[Symbol.asyncDispose]());
  const left = await leftOf(context, { ...limit, cutShort: project.cutShort }).catch((error: unknown) => {
    failures.push(error);
    return null;
  });
  await endTagged(context);
  const failed = failures.length;
  await attempt(async () => (rows === null ? undefined : cleanUpRows(rows)));
  // An engine that has gone away can't list the remains, nor can a Supabase: the reaper tries once more.
  if (left !== null) await removeRunFolder(context.folder);
  if (left !== null && failures.length === failed) await context.reaper[Symbol.asyncDispose]();
  if (left === null) throw engineGone(failures) ? stillThere(standing, failures[0]) : failures[0];
  if (failures.length > 0) throw failures[0];
  if (left.length === 0 || networkInUse) return;
  throw new HarnessError(
    'CHAOS_INTERNAL',
    `The teardown of run ${context.runId} left ${left.join(', ')}, which were then removed. ` +
      'This is a bug in the harness; please report it with the logs of the run.',
  );
}

function stillThere({ context, components }: StandingContainers, cause: unknown): HarnessError {
  const names = components.map(({ name }) => name).join(', ');
  return new HarnessError(
    'CHAOS_ENGINE_LOST',
    `Run ${context.runId} may not be taken down: the engine does not answer any more. Its containers ` +
      `${names}, its networks and its volumes may be left. Start it again, then run the doctor with --sweep.`,
    { cause },
  );
}

/**
 * An engine may take a network for used after the last container of it was removed: for a moment, and by a bug of
 * engine 20.10 for good ({@link https://github.com/moby/moby/issues/43286}). So it is tried again after compose has given up.
 */
function isNetworkInUse(error: unknown): boolean {
  return error instanceof Error && error.message.includes('has active endpoints');
}

function engineGone(failures: readonly unknown[]): boolean {
  return failures.some((one) => one instanceof HarnessError && engineCodes.has(one.code));
}

async function endOf(component: ContainerComponent): Promise<void> {
  if (component.running) await component.kill('teardown');
}

async function leftOf(
  { engine, runId }: DockerContext,
  { cutShort, ...limit }: Pick<ComposeProject, 'cutShort'> & Pick<StandingContainers, 'limitMs'>,
): Promise<readonly string[]> {
  const left = await labelledObjects(engine, runId);
  // The engine may finish an earlier request only now.
  if (left.length > 0 || cutShort) await cleanUpContainers(runId, { engine, ...limit });
  return left.map(({ sort, name }) => `${sort} ${name}`);
}
