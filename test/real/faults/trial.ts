import { expect } from 'chai';
import { correctRun } from '../../../harness/contracts/sample-run/correct-run.ts';
import { landingsOf } from '../../../harness/faults/landings.ts';
import { withInjection } from '../../../harness/injection/with-injection.ts';
import type { Landing } from '../../../harness/model/evidence.ts';
import type { Fault, Injection } from '../../../harness/model/fault.ts';
import type { PlannedFault } from '../../../harness/model/plan.ts';
import type { FaultParams, Target } from '../../../harness/model/stack.ts';
import type { StackUnderTest } from '../../../harness/stack/test-support/stack-fixture.ts';
import { waitFor } from '../../../harness/wait.ts';
import type { Greeter, Greeting } from './greeter.ts';

/** A fault that is tried on the stack that all trials share. */
export interface Trial {
  readonly fault: Fault;
  readonly params: FaultParams;
  /** The link that it strikes; left out: the component. */
  readonly link?: string;
  /** What has the system feel it, begun right before the injection (`held`) or right after it. */
  readonly load: Greeting & { readonly held?: true; readonly times?: number };
  /** What else is done while it is in force, and undone before it heals. */
  readonly meanwhile?: (under: StackUnderTest) => Promise<void>;
}

const VICTIM = 'worker-1';
const LIMIT_MS = 15_000;
const { signal } = new AbortController();

/**
 * Injects a fault, waits until both of its witnesses see it, heals it twice, and measures that all is as before.
 *
 * @returns the landing, judged after the healing, from what the journal has of this trial alone
 */
export async function tryFault(under: StackUnderTest, greeter: Greeter, trial: Trial): Promise<Landing> {
  const { stack, journal } = under;
  const { params, link = null, load } = trial;
  const beginMs = journal.nowMs();
  const usualMs = await greeter.measure();
  const { fault, injections } = remembered(trial.fault);
  const planned = plannedOf(trial);
  const landing = (): Landing => landingOf(under, planned, { fault, beginMs });
  const begun = load.held === true ? greeter.greet(load) : null;
  if (begun !== null) await greeter.untilHeld(1);
  const target: Target = { component: VICTIM, incarnation: stack.component(VICTIM).incarnation, link };
  const work: Promise<void>[] = [];
  await withInjection({ journal, stack, fault, faultId: planned.id, params }, target, async () => {
    work.push(begun ?? greetings(greeter, load));
    await trial.meanwhile?.(under);
    const look = async (): Promise<true | undefined> => {
      if (link !== null) await stack.link(link).observe();
      return landing().landed ? true : undefined;
    };
    await waitFor(look, { what: `${fault.name} to land`, limitMs: LIMIT_MS, signal, everyMs: 50 });
  });
  for (const injection of injections) await injection[Symbol.asyncDispose]();
  await Promise.all(work);
  await asBefore(under, greeter, usualMs);
  return landing();
}

/** So many greetings, one after another. */
async function greetings(greeter: Greeter, { times = 1, ...greeting }: Trial['load']): Promise<void> {
  for (let index = 0; index < times; index += 1) await greeter.greet(greeting);
}

/** The same fault, and the injections of it, to be healed once more. */
function remembered(fault: Fault): { readonly fault: Fault; readonly injections: readonly Injection[] } {
  const injections: Injection[] = [];
  const inject: Fault['inject'] = async (...args) => {
    const injection = await fault.inject(...args);
    injections.push(injection);
    return injection;
  };
  return { fault: { ...fault, inject }, injections };
}

function plannedOf({ fault, params, link }: Trial): PlannedFault {
  return {
    id: `the-${fault.name}`,
    at: { kind: 'elapsed', ms: 0 },
    fault: fault.name,
    params,
    target: { role: 'component', name: VICTIM, ...(link === undefined ? {} : { link: link.split('@')[0] ?? '' }) },
    healAfterMs: LIMIT_MS,
  };
}

function landingOf(
  { journal }: StackUnderTest,
  planned: PlannedFault,
  { fault, beginMs }: { readonly fault: Fault; readonly beginMs: number },
): Landing {
  const run = correctRun();
  const entries = journal.entries().filter(({ atMs }) => atMs >= beginMs);
  const plan = { ...run.plan, schedule: [planned] };
  const eventHistories = { state: 'collected', rows: [] } as const;
  const [found] = landingsOf({ ...run, plan, journal: entries, eventHistories }, () => fault);
  if (found === undefined) throw new Error(`Expected a landing of ${fault.name}, but there is none.`);
  return found;
}

/** The links have nothing on them, and work soon takes as long as it did: a connection that was lost is made anew first. */
async function asBefore({ stack, journal }: StackUnderTest, greeter: Greeter, usualMs: number): Promise<void> {
  for (const link of stack.links()) await link.observe();
  const readings = journal.entries().filter((entry) => entry.kind === 'toxics');
  for (const reading of readings.slice(-stack.links().length)) {
    expect([reading.enabled, reading.toxics], reading.link).to.deep.equal([true, []]);
  }
  const look = async (): Promise<true | undefined> =>
    (await greeter.measure()) < usualMs * 2 + 300 ? true : undefined;
  await waitFor(look, { what: 'work to take as long as before', limitMs: LIMIT_MS, signal, everyMs: 50 });
}
