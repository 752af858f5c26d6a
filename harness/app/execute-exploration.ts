import { rm } from 'node:fs/promises';
import { Families } from '../checks/comparison/families.ts';
import { type HarnessError, wasInterrupted } from '../errors.ts';
import { explore } from '../exploration/explore.ts';
import { type Explored, nothingExplored } from '../exploration/explore-request.ts';
import { withShortFindings } from '../exploration/short-findings.ts';
import { CutInterceptor } from '../exploration/steer/cut-interceptor.ts';
import type { ExplorationContext } from '../exploration/steer/exploration-context.ts';
import { PathReplays } from '../exploration/steer/path-replays.ts';
import { ProgressNames } from '../exploration/steer/progress-names.ts';
import { verdictOf } from '../exploration/verdict.ts';
import type { WorkerAddresses } from '../model/addresses.ts';
import type { ChaosConfig, ExploredWorkflow } from '../model/config.ts';
import { describeTemporal } from '../model/existing-temporal.ts';
import { EXPLORATION_SCHEMA, type Exploration } from '../model/exploration.ts';
import type { FleetConfig } from '../model/fleet-config.ts';
import type { OpenJournal } from '../runner/open-journal.ts';
import { watchMachine } from '../runner/watch-machine.ts';
import { harnessVersion } from '../version.ts';
import { ErrorLog } from './error-log.ts';
import type { ExplorationRequest } from './exploration-request.ts';
import { makeExploreRequest } from './make-explore-request.ts';
import { isNothingStarted, logsFolderOf, openRunFolder } from './open-run-folder.ts';
import { provisionSystem, type SystemOptions } from './provision-system.ts';
import { registryOf } from './registry.ts';
import { repeatCommandOf } from './repeat-commands.ts';
import { actionNamed } from './validate/validate-action.ts';

/**
 * Explores a workflow on a fresh system.
 *
 * @throws HarnessError CHAOS_NOT_WRITABLE; CHAOS_UNKNOWN_WORKFLOW if a point doesn't exist; any error before the start,
 * which leaves no folder. Every later error is in the exploration.
 */
export async function executeExploration(request: ExplorationRequest): Promise<Exploration> {
  const journal = await openRunFolder(request.folder);
  const stopWatching = watchMachine(journal);
  const log = new ErrorLog([request.signal, journal.broken]);
  let explored: Explored | null = null;
  try {
    const signal = AbortSignal.any([request.signal, journal.broken]);
    explored = await exploreSystem(request, { journal, signal, note: log.note });
  } catch (thrown) {
    log.note(thrown);
  } finally {
    stopWatching();
  }
  const { errors } = log;
  const durationMs = journal.nowMs();
  journal.close();
  await refuseIfNothingExplored(request.folder, errors);
  return makeExploration(request, { explored, errors, startedAt: journal.startedAt, durationMs });
}

/**
 * Removes the folder of an exploration that ended before anything was started, or that asked for an unknown point. Such
 * a point is known to be missing only after the references have run.
 */
async function refuseIfNothingExplored(folder: string, [first]: readonly HarnessError[]): Promise<void> {
  if (first === undefined) return;
  if (first.code !== 'CHAOS_UNKNOWN_WORKFLOW' && !(await isNothingStarted(folder))) return;
  await rm(folder, { recursive: true, force: true });
  throw first;
}

interface Running {
  readonly journal: OpenJournal;
  readonly signal: AbortSignal;
  readonly note: (thrown: unknown) => void;
}

async function exploreSystem(
  request: ExplorationRequest,
  { journal, signal, note }: Running,
): Promise<Explored | null> {
  const { explored, workflow, idPrefix } = request;
  const config = asExplored(request.config, explored);
  const wanted = wantedSystem(request, config, journal);
  const { stack, probes, versions } = await request.listener.phase('start-up', () => provisionSystem(wanted, signal));
  const over = new AbortController();
  try {
    const keeps = config.subjects[explored.subject] ?? { checkpoints: false, effects: false };
    const interceptor = new CutInterceptor(new ProgressNames(explored));
    const paths = new PathReplays();
    using _interception = stack.gateway.intercept(interceptor);
    const context: ExplorationContext = {
      workflow,
      explored,
      keeps,
      runId: idPrefix,
      stack,
      probes,
      journal,
      interceptor,
      paths,
      families: new Families(),
      signal: AbortSignal.any([signal, over.signal]),
    };
    return await explore(context, makeExploreRequest({ ...request, config }, versions), note);
  } catch (thrown) {
    // First: the clean-up may add errors.
    note(thrown);
    return null;
  } finally {
    // Stuck workflows are followed no longer: on a closed connection the SDK's retries throw where no code can catch it.
    over.abort();
    // The probes first: the stack reports everything that it still finds alive at its end as an error.
    await request.listener.phase('clean-up', async () => {
      await Promise.resolve(probes[Symbol.asyncDispose]()).catch(note);
      await Promise.resolve(stack[Symbol.asyncDispose]()).catch(note);
    });
  }
}

function wantedSystem(request: ExplorationRequest, config: ChaosConfig, journal: OpenJournal): SystemOptions {
  const { explored, sabotage, stack, folder, listener } = request;
  const fleets = Object.fromEntries(Object.keys(config.fleets ?? {}).map((name) => [name, 1]));
  const plan = { sabotage, workers: 1, fleets, subject: explored.subject, workload: [], schedule: [] };
  const relayServices = explored.attribute === undefined ? {} : { relayServices: { attribute: explored.attribute } };
  // What Temporal stores has to outlive it only if it is killed; kept in memory it costs no disk.
  const forgetfulTemporal = stack.name === 'embedded' && !request.actions.some((name) => killsTemporal(request, name));
  const progress = (line: string): void => listener.note(line);
  const logsFolder = logsFolderOf(folder);
  return { ...request, ...relayServices, forgetfulTemporal, plan, logsFolder, journal, progress, config };
}

function killsTemporal({ config }: ExplorationRequest, action: string): boolean {
  return actionNamed(registryOf(config), action).fault?.victim === 'temporal';
}

/**
 * The configuration as an exploration uses it: workers have more in their environment, such as room for a whole front, and
 * the subject may have more tables.
 */
function asExplored(config: ChaosConfig, { env, subject, tables = [] }: ExploredWorkflow): ChaosConfig {
  const { workers, fleets = {}, subjects } = config;
  const keeps = subjects[subject] ?? { checkpoints: false, effects: false };
  const named = new Set(tables.map(({ table }) => table));
  const all = [...(keeps.tables ?? []).filter(({ table }) => !named.has(table)), ...tables];
  const withMore = <W extends Pick<FleetConfig, 'env'>>(one: W): W => ({
    ...one,
    env: (addresses: WorkerAddresses) => ({ ...one.env?.(addresses), ...env }),
  });
  return {
    ...config,
    workers: withMore(workers),
    fleets: Object.fromEntries(Object.entries(fleets).map(([name, fleet]) => [name, withMore(fleet)])),
    subjects: { ...subjects, [subject]: { ...keeps, tables: all } },
  };
}

interface Made {
  readonly explored: Explored | null;
  readonly errors: readonly HarnessError[];
  readonly startedAt: string;
  readonly durationMs: number;
}

function makeExploration(request: ExplorationRequest, { explored, errors, startedAt, durationMs }: Made): Exploration {
  const { runId, workflow, seed, sabotage, actions, points, front, depth, timeLimitMs } = request;
  const found = withShortFindings(explored ?? nothingExplored);
  return {
    schema: EXPLORATION_SCHEMA,
    runId,
    harness: harnessVersion(),
    workflow,
    seed,
    sabotage,
    stack: request.stack.name,
    ...(request.temporal === undefined ? {} : { temporalAt: describeTemporal(request.temporal) }),
    actions: [...actions],
    front,
    depth,
    timeLimitMs,
    startedAt,
    durationMs,
    chosenPoints: points === null ? null : [...points],
    ...found,
    verdict: verdictOf(found, errors),
    interrupted: wasInterrupted(request.signal),
    errors: errors.map(({ code, message }) => ({
      code,
      message,
    })),
    reproduce: repeatCommandOf(request),
  };
}
