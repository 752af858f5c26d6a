import { firstLine, HarnessError, toHarnessError } from '../errors.ts';
import { entriesOf } from '../model/journal.ts';
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

/** By what the steady state is judged in this run: from the canaries' own baseline. */
export interface Baseline {
  readonly canaryLimitMs: number;
  nextCanary(): number;
  /** The workflow ids of all canaries so far. */
  canaries(): readonly string[];
}

/**
 * Measures the baseline: canaries before any load, the first of them to warm up.
 *
 * @throws HarnessError CHAOS_NOT_STEADY where a canary doesn't come through.
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
    const sentence = `Expected a steady state before any fault, but ${reasons.join('; ')}. See the logs of the run.`;
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

/** What one canary says; a look at it that failed by our own doing is told apart from a canary that didn't come through. */
async function sendCanary(
  context: RunContext,
  baseline: Baseline,
): Promise<{ readonly latencyMs: number | null; readonly reasons: readonly string[] }> {
  try {
    const latencyMs = await canaryMs(context, baseline.nextCanary());
    const slow = latencyMs > baseline.canaryLimitMs ? [`the canary took ${Math.round(latencyMs)} ms`] : [];
    return { latencyMs, reasons: slow };
  } catch (thrown) {
    const { code, message } = toHarnessError(thrown);
    const what = code === 'CHAOS_NOT_STEADY' ? 'did not come through' : 'could not be looked at';
    return { latencyMs: null, reasons: [`the canary ${what} (${firstLine(message)})`] };
  }
}

interface SteadyState {
  readonly canaryMs: number | null;
  readonly canaryLimitMs: number;
  readonly reasons: readonly string[];
}

function writeSteadyState(context: RunContext, { canaryMs, canaryLimitMs, reasons }: SteadyState): void {
  const holds = reasons.length === 0;
  context.journal.write({ kind: 'steady-state', holds, canaryMs, canaryLimitMs, reasons: [...reasons] });
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

/** What speaks against a steady state now: a component down, a toxic, an activity that is being retried, a server elsewhere silent. */
async function unsteady(context: RunContext): Promise<readonly string[]> {
  const from = context.journal.entries().length;
  await observeAll(context.stack);
  const down = context.stack.components().filter((component) => !component.running);
  const readings = entriesOf(context.journal.entries().slice(from), 'toxics');
  const toxic = readings.filter((reading) => !reading.enabled || reading.toxics.length > 0);
  const retrying = await Promise.all(startedJobs(context).map((workflowId) => retryingIn(context, workflowId)));
  const silent = await Promise.all(context.probes.elsewhere.map((server) => silentNow(context, server)));
  return [
    ...down.map((component) => `${component.name} is down`),
    ...toxic.map((reading) => `${reading.link} has a toxic or is disabled`),
    ...retrying.flat(),
    ...silent.flat(),
  ];
}

/** What is no component is asked whether it answers, and the journal says so. */
async function silentNow({ journal }: RunContext, server: ServerElsewhere): Promise<readonly string[]> {
  const startMs = journal.nowMs();
  const [error] = await server.ask().then(
    () => [],
    (thrown: unknown) => [firstLine(thrown instanceof Error ? thrown.message : String(thrown))],
  );
  const latencyMs = journal.nowMs() - startMs;
  journal.write({ kind: 'probe', target: server.name, ok: error === undefined, latencyMs, ...(error && { error }) });
  return error === undefined ? [] : [`${server.name} does not answer (${error})`];
}

/** A look that failed says nothing of the workflow, so that it can't speak for a steady state either. */
async function retryingIn(context: RunContext, workflowId: string): Promise<readonly string[]> {
  try {
    const state = await context.probes.workflows.state(workflowId);
    return state?.running === true ? state.retrying.map((activity) => `${activity} is being retried`) : [];
  } catch (thrown) {
    return [`${workflowId} could not be looked at (${firstLine(toHarnessError(thrown).message)})`];
  }
}

function startedJobs(context: RunContext): readonly string[] {
  const starts = entriesOf(context.journal.entries(), 'client').filter((entry) => entry.action === 'start');
  return [...new Set(starts.map((entry) => entry.workflowId))];
}
