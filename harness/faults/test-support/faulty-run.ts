import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call, type Dated, journalOf } from '../../contracts/sample-run/journal-builder.ts';
import type { Evidence, Witness } from '../../model/evidence.ts';
import type { Fault } from '../../model/fault.ts';
import type { PlannedFault } from '../../model/plan.ts';

export { call };

/** The fault under test, planned on worker-1. */
export function plannedOnWorker1(fault: Fault, healAfterMs = 3000): PlannedFault {
  return plannedOn(fault, 'worker-1', healAfterMs);
}

/** The fault under test, planned on a component. */
export function plannedOn(fault: Fault, name: string, healAfterMs = 3000): PlannedFault {
  return {
    id: 'the-fault',
    at: { kind: 'elapsed', ms: 0 },
    fault: fault.name,
    params: {},
    target: { role: 'component', name },
    healAfterMs,
  };
}

/**
 * Evidence of a fault in force from 3000 to 6000 ms on its server, or else on worker-1, with the given observations.
 */
export function faultyRun(fault: Fault, link: string | null, observed: readonly Dated[]): Evidence {
  const body = {
    kind: 'fault',
    fault: fault.name,
    faultId: 'the-fault',
    component: struckBy(fault),
    incarnation: 1,
  } as const;
  const on = link === null ? body : { ...body, link };
  const steps: Dated[] = [
    { ...on, step: 'injecting', atMs: 3000 },
    { ...on, step: 'injected', atMs: 3010 },
    { ...on, step: 'healing', atMs: 6000 },
    { ...on, step: 'healed', atMs: 6010 },
  ];
  const none = { state: 'collected', rows: [] } as const;
  return { ...correctRun(), eventHistories: none, journal: journalOf([...steps, ...observed]) };
}

/** The target that a test gives to a fault. */
export function struckBy({ victim }: Fault): string {
  return victim === 'worker' || victim === 'any' ? 'worker-1' : victim;
}

/** The operating system's record of a life that ended by SIGKILL at 3005 ms, as a fault wanted. */
export function killed(component: string): Dated & { readonly kind: 'component' } {
  const exit = { exitCode: null, signal: 'SIGKILL', purpose: 'fault', pid: 11 } as const;
  return { kind: 'component', component, incarnation: 1, change: 'exited', ...exit, atMs: 3005 };
}

/** The container engine's record of a component, by default at 3005 ms. */
export function engine(component: string, action: string, facts: { exitCode?: number; atMs?: number } = {}): Dated {
  const engineTime = '2026-11-22T12:00:03.005Z';
  return { kind: 'engine', component, incarnation: 1, action, engineTime, atMs: 3005, ...facts };
}

/** A server that was started, answered before the fault, and was asked again at 4000 ms. */
export function probed(target: string, ok: boolean): Dated[] {
  const probe = { kind: 'probe', target, latencyMs: 5 } as const;
  return [
    { kind: 'component', component: target, incarnation: 1, change: 'spawned', atMs: 100 },
    { ...probe, ok: true, atMs: 2900 },
    { ...probe, ok, ...(ok ? {} : { error: 'no answer within 1000 ms' }), atMs: 4000 },
  ];
}

/** A request of worker-1 to a service, as the relay journalled it. */
export function requested(
  service: string,
  { startedMs, status, latencyMs = 5 }: { startedMs: number; status: number | null; latencyMs?: number },
): Dated & { readonly kind: 'http' } {
  const from = { component: 'worker-1', incarnation: 1, link: `${service}@worker-1`, method: 'POST', path: '/' };
  const sizes = { requestBytes: 10, replyBytes: status === null ? 0 : 10 };
  const outcome = status === null ? 'broken' : 'answered';
  return {
    kind: 'http',
    call: 1,
    ...from,
    ...sizes,
    startedMs,
    latencyMs,
    outcome,
    status,
    atMs: startedMs + latencyMs,
  };
}

/** An activity task that is dispatched to worker-1 at an instant, and answered after a while. */
export function taskOf(activityId: string, atMs: number, tookMs: number): Dated[] {
  const worker = 'worker-1';
  const what = { task: 'activity', workflowId: 'w', activityType: 'save', activityId, attempt: 1 } as const;
  return [
    call(worker, atMs, { ...what, method: 'PollActivityTaskQueue' }),
    call(worker, atMs + tookMs + 5, { ...what, method: 'RespondActivityTaskCompleted' }),
  ];
}

/** Such tasks of worker-1, one after another from an instant, each of which takes so long. */
export function tasksFrom(atMs: number, ...tookMs: readonly number[]): Dated[] {
  const starts = tookMs.map((_, index) => tookMs.slice(0, index).reduce((sum, ms) => sum + ms + 10, atMs));
  return tookMs.flatMap((ms, index) => taskOf(`${starts[index]}`, starts[index] ?? atMs, ms));
}

/** How many witnesses of each sort a fault finds. */
export function countWitnesses(witnesses: readonly Witness[]): { readonly cause: number; readonly effect: number } {
  const sorted = (sort: Witness['sort']): number => witnesses.filter((one) => one.sort === sort).length;
  return { cause: sorted('cause'), effect: sorted('effect') };
}
