import { HarnessError, toHarnessError } from '../errors.ts';
import type { Plan } from '../model/plan.ts';
import { orAborted } from '../wait.ts';
import { type Books, collect, quiesce } from './collect.ts';
import { driveJobs } from './drive-jobs.ts';
import { healAll } from './heal-all.ts';
import { HEALING_LIMIT_MS, injectionLimits } from './injection-limits.ts';
import { ReplayAhead } from './replay-ahead.ts';
import type { LiveSystem, RunContext, RunParts } from './run-context.ts';
import { type PhaseRecord, type PhaseRunner, phaseRunner } from './run-phase.ts';
import { referencesLimitMs, runReferences } from './run-references.ts';
import { ServerWatch } from './server-watch.ts';
import { type Baseline, measureBaseline, steadyAgain } from './steady-state.ts';
import { type Arming, armStrike, type Strike } from './strike.ts';
import { watchMachine } from './watch-machine.ts';

/** The outcome of a plan's phases: the books if it got that far, and what went wrong with the harness itself. */
export interface RunResult {
  readonly books: Books | null;
  /** The first error first; those of the clean-up after it. */
  readonly errors: readonly HarnessError[];
  readonly phases: readonly PhaseRecord[];
  /** The system, if it was to be kept. */
  readonly system: LiveSystem | null;
}

/** Limits of the other phases, in milliseconds; that of recovery comes on top of what the plan itself takes. */
const limits = {
  // A first run may have to build the servers.
  provision: 1_800_000,
  baseline: 60_000,
  recovery: 60_000,
  quiescence: 60_000,
  collection: 120_000,
} as const;
const STEADY_LIMIT_MS = 15_000;

/** Runs a plan through all phases but the judging. Heals and clears up in any case; throws nothing. */
export async function runPhases(plan: Plan, parts: RunParts): Promise<RunResult> {
  const phases = phaseRunner(parts);
  const errors: HarnessError[] = [];
  const cleanUp: HarnessError[] = [];
  const note = (thrown: unknown): void => void cleanUp.push(toHarnessError(thrown));
  let system: LiveSystem | null = null;
  let books: Books | null = null;
  const stopWatching = watchMachine(parts.journal);
  try {
    system = await phases
      .run('provision', limits.provision, (signal) => parts.provision(signal))
      .catch((thrown: unknown) => endWith(parts, thrown));
    books = await runOnSystem(plan, { parts, phases, system, note });
  } catch (thrown) {
    errors.push(toHarnessError(thrown));
  } finally {
    stopWatching();
  }
  const keep = parts.keep && system !== null && !parts.signal.aborted;
  if (system !== null && !keep) await clearUp(system).catch(note);
  // An abort that came when nothing was left to abort (a journal that broke during the clean-up) must be reported too.
  if (parts.signal.aborted && parts.signal.reason instanceof HarnessError) cleanUp.push(parts.signal.reason);
  const all = [...new Set([...errors, ...cleanUp])];
  return { books, errors: all, phases: phases.records, system: keep ? system : null };
}

/** Ends with the reason for the abort, if there is one by now: an abort of later is no cause of this error. */
function endWith({ signal }: RunParts, thrown: unknown): never {
  throw signal.aborted && signal.reason instanceof HarnessError ? signal.reason : thrown;
}

/**
 * The probes first: their replay process belongs to the run, and a process that the stack finds alive at its end is an
 * error.
 */
async function clearUp(system: LiveSystem): Promise<void> {
  try {
    await system.probes[Symbol.asyncDispose]();
  } finally {
    await system.stack[Symbol.asyncDispose]();
  }
}

interface Running {
  readonly parts: RunParts;
  readonly phases: PhaseRunner;
  readonly system: LiveSystem;
  /** Takes note of an error of the clean-up. */
  readonly note: (thrown: unknown) => void;
}

async function runOnSystem(plan: Plan, { parts, phases, system, note }: Running): Promise<Books> {
  const sibling = new AbortController();
  const signal = AbortSignal.any([parts.signal, sibling.signal]);
  const context: RunContext = { ...system, plan, parts, journal: parts.journal, signal };
  const strikes: Strike[] = [];
  const watch = new ServerWatch(context);
  let watched: Promise<void> = Promise.resolve();
  const ahead = new ReplayAhead(context);
  try {
    const baseline = await phases.run('baseline', limits.baseline + referencesLimitMs(plan), (limited) =>
      baselineOf({ ...context, signal: limited }),
    );
    const { momentMs, phaseMs } = injectionLimits(plan);
    const load = await phases.run('injection', phaseMs, async (limited) => {
      const arming = { momentLimitMs: momentMs, look: () => watch.look() };
      strikes.push(...armAll(context, arming));
      watched = watch.until(Promise.allSettled(strikes.map((strike) => strike.healed)), signal);
      const driven = driveJobs(context, plan.runTimeMs, baseline.canaries());
      await orAborted(Promise.all([driven.started, ...strikes.map((strike) => strike.injected)]), limited);
      return driven;
    });
    const longestMs = Math.max(0, ...plan.schedule.map((planned) => planned.healAfterMs));
    await phases.run('healing', longestMs + HEALING_LIMIT_MS, (limited) =>
      orAborted(Promise.all([...strikes.map((strike) => strike.healed), watched]), limited),
    );
    await phases.run('recovery', plan.runTimeMs + STEADY_LIMIT_MS + limits.recovery, (limited) =>
      orAborted(Promise.all([recover(context, baseline, load.ended), ahead.watch(load.ended)]), limited),
    );
    const gathered = { ahead, canaries: baseline.canaries() };
    await phases.run('quiescence', limits.quiescence, (limited) => quiesce(context, limited));
    return await phases.run('collection', limits.collection, (limited) => collect(context, gathered, limited));
  } catch (error) {
    sibling.abort(error);
    return endWith(parts, error);
  } finally {
    for (const unhealed of await healAll(strikes, signal)) note(unhealed);
    await watched;
  }
}

async function baselineOf(context: RunContext): Promise<Baseline> {
  const baseline = await measureBaseline(context);
  await runReferences(context, baseline.canaries());
  return baseline;
}

/** Arms every fault of the plan, each after the one that it names. */
function armAll(context: RunContext, arming: Arming): readonly Strike[] {
  const armed = new Map<string, Strike>();
  for (const planned of context.plan.schedule) {
    const after = armed.get(planned.after ?? '')?.healed;
    armed.set(planned.id, armStrike(context, planned, { ...arming, after }));
  }
  return [...armed.values()];
}

async function recover(context: RunContext, baseline: Baseline, ended: Promise<number>): Promise<void> {
  const running = await ended;
  if (running > 0) {
    const message = `${running} of ${context.plan.workload.length} workflows had not ended when the time limit came.`;
    context.journal.write({ kind: 'note', message });
  } else {
    await steadyAgain(context, baseline, STEADY_LIMIT_MS);
  }
  // The checks must be able to tell them from unplanned workflows.
  context.journal.write({ kind: 'canaries', workflowIds: [...baseline.canaries()] });
}
