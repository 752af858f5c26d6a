import { firstLine, HarnessError, reasonOf, toHarnessError } from '../errors.ts';
import { type EntryOf, entriesOf } from '../model/journal.ts';
import type { ServerElsewhere } from '../model/probes.ts';
import { waitFor } from '../wait.ts';
import { observeAll } from './observe.ts';
import type { RunContext } from './run-context.ts';

const WARM_UP = 2;
const BASELINE = 5;
const CANARY_LIMIT_MS = 15_000;
/** The canary must come through within this many times its own baseline p95 (design, "steady state"). */
const CANARY_FACTOR = 3;
/** A floor under the limit: a p95 of 30 ms times 3 is within the noise of a busy machine. */
const CANARY_FLOOR_MS = 500;

/** The limits of the steady state in this run: from the canaries' own baseline. */
export interface Baseline {
  readonly canaryLimitMs: number;
  nextCanary(): number;
  /** The workflow ids of all canaries so far. */
  canaries(): readonly string[];
}

/**
 * Measures the baseline: canaries before any load, the first of them to warm up.
 *
 * @throws HarnessError CHAOS_NOT_STEADY if a canary doesn't complete.
 */
export async function measureBaseline(context: RunContext): Promise<Baseline> {
  let count = 0;
  const nextCanary = (): number => {
    count += 1;
    return count;
  };
  await Promise.all(Array.from({ length: WARM_UP }, () => canaryMs(context, nextCanary())));
  const latencies: number[] = [];
  while (latencies.length < BASELINE) latencies.push(await canaryMs(context, nextCanary()));
  const p95 = Math.max(...latencies);
  const canaryLimitMs = Math.max(CANARY_FACTOR * p95, CANARY_FLOOR_MS);
  const reasons = await unsteady(context);
  writeSteadyState(context, { canaryMs: p95, canaryLimitMs, reasons });
  if (reasons.length > 0) {
    const why = reasons.map(({ detail }) => detail).join('; ');
    const sentence = `Expected a steady state before any fault, but ${why}. See the logs of the run.`;
    throw new HarnessError('CHAOS_NOT_STEADY', sentence);
  }
  const canaries = (): readonly string[] =>
    Array.from({ length: count }, (_, index) => context.parts.canary(index + 1).workflowId);
  return { canaryLimitMs, nextCanary, canaries };
}

/**
 * Waits until the steady state holds again.
 *
 * @returns false where it doesn't within the limit: that is data, journalled, not an error of the harness.
 */
export async function steadyAgain(context: RunContext, baseline: Baseline, limitMs: number): Promise<boolean> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const canary = await sendCanary(context, baseline);
    context.signal.throwIfAborted();
    const reasons = [...(await unsteady(context)), ...canary.reasons];
    writeSteadyState(context, { canaryMs: canary.latencyMs, canaryLimitMs: baseline.canaryLimitMs, reasons });
    if (reasons.length === 0) return true;
    if (performance.now() >= endMs) return false;
  }
}

/** The result of one canary; a failed look of the harness differs from a canary that didn't complete. */
async function sendCanary(
  context: RunContext,
  baseline: Baseline,
): Promise<{ readonly latencyMs: number | null; readonly reasons: readonly Reason[] }> {
  try {
    const latencyMs = await canaryMs(context, baseline.nextCanary());
    if (latencyMs <= baseline.canaryLimitMs) return { latencyMs, reasons: [] };
    return { latencyMs, reasons: [{ cause: 'canary-slow', detail: `the canary took ${Math.round(latencyMs)} ms` }] };
  } catch (thrown) {
    const { code, message } = toHarnessError(thrown);
    const why = firstLine(message);
    const reason: Reason =
      code === 'CHAOS_NOT_STEADY'
        ? { cause: 'canary-failed', detail: `the canary did not come through (${why})` }
        : { cause: 'not-looked-at', detail: `the canary could not be looked at (${why})` };
    return { latencyMs: null, reasons: [reason] };
  }
}

/** One thing that speaks against a steady state. */
type Reason = EntryOf<'steady-state'>['reasons'][number];

interface SteadyState {
  readonly canaryMs: number | null;
  readonly canaryLimitMs: number;
  readonly reasons: readonly Reason[];
}

function writeSteadyState(context: RunContext, { canaryMs, canaryLimitMs, reasons }: SteadyState): void {
  const holds = reasons.length === 0;
  const own = context.parts.canary(1).taskQueue === undefined ? {} : { ownCanary: true as const };
  context.journal.write({ kind: 'steady-state', holds, canaryMs, canaryLimitMs, ...own, reasons: [...reasons] });
}

async function canaryMs(context: RunContext, n: number): Promise<number> {
  const canary = context.parts.canary(n);
  const startMs = performance.now();
  await context.probes.workflows.start(canary);
  const look = async (): Promise<true | undefined> => {
    const state = await context.probes.workflows.state(canary.workflowId);
    if (state === null || state.running) return undefined;
    if (state.completed) return true;
    const sentence = `Expected the canary ${canary.workflowId} to complete, but it ended otherwise. See the logs of the workers.`;
    throw new HarnessError('CHAOS_NOT_STEADY', sentence);
  };
  const what = `the canary ${canary.workflowId} to end`;
  const limits = { limitMs: CANARY_LIMIT_MS, signal: context.signal, everyMs: 10 };
  await waitFor(look, { what, ...limits, code: 'CHAOS_NOT_STEADY', advice: 'See the logs of the workers.' });
  return performance.now() - startMs;
}

/**
 * The reasons against a steady state now: a component down, a toxic, an activity that is being retried, a server
 * elsewhere silent.
 */
async function unsteady(context: RunContext): Promise<readonly Reason[]> {
  const from = context.journal.entries().length;
  await observeAll(context.stack);
  const down = context.stack.components().filter((component) => !component.running);
  const readings = entriesOf(context.journal.entries().slice(from), 'toxics');
  const toxic = readings.filter((reading) => !reading.enabled || reading.toxics.length > 0);
  const retrying = await Promise.all(startedJobs(context).map((workflowId) => retryingIn(context, workflowId)));
  const silent = await Promise.all(context.probes.elsewhere.map((server) => silentNow(context, server)));
  return [
    ...down.map(({ name }): Reason => ({ cause: 'component-down', detail: `${name} is down` })),
    ...toxic.map(({ link }): Reason => ({ cause: 'link-faulty', detail: `${link} has a toxic or is disabled` })),
    ...retrying.flat(),
    ...silent.flat(),
  ];
}

/** A server that is no component is asked whether it answers, and the journal says so. */
async function silentNow({ journal }: RunContext, server: ServerElsewhere): Promise<readonly Reason[]> {
  const startMs = journal.nowMs();
  const [error] = await server.ask().then(
    () => [],
    (thrown: unknown) => [reasonOf(thrown)],
  );
  const latencyMs = journal.nowMs() - startMs;
  journal.write({ kind: 'probe', target: server.name, ok: error === undefined, latencyMs, ...(error && { error }) });
  return error === undefined ? [] : [{ cause: 'server-silent', detail: `${server.name} does not answer (${error})` }];
}

/** A look that failed says nothing of the workflow, so that it can't speak for a steady state either. */
async function retryingIn(context: RunContext, workflowId: string): Promise<readonly Reason[]> {
  try {
    const state = await context.probes.workflows.state(workflowId);
    const retrying = state?.running === true ? state.retrying : [];
    return retrying.map((activity) => ({ cause: 'activity-retrying', detail: `${activity} is being retried` }));
  } catch (thrown) {
    const why = firstLine(toHarnessError(thrown).message);
    return [{ cause: 'not-looked-at', detail: `${workflowId} could not be looked at (${why})` }];
  }
}

function startedJobs(context: RunContext): readonly string[] {
  const starts = entriesOf(context.journal.entries(), 'client').filter((entry) => entry.action === 'start');
  return [...new Set(starts.map((entry) => entry.workflowId))];
}
