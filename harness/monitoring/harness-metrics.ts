import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EntryOf, Journal, JournalEntry } from '../model/journal.ts';
import { phases } from '../model/journal-entry.ts';
import type { Verdict } from '../model/verdict.ts';
import { Recoveries } from './recoveries.ts';

const recoveryBuckets = [0.25, 0.5, 1, 2, 5, 10, 20, 30, 60];
const latencyBuckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];
const holdSides = ['request', 'reply'] as const;
const verdicts: readonly Verdict[] = ['valid', 'invalid', 'unknown'];

/**
 * The harness's own metrics, read off the journal as it is written.
 *
 * @remarks A time series begins with its first event. Those whose labels are known beforehand begin with 0, because a
 * rate from nothing to one would be missed.
 */
export class HarnessMetrics {
  readonly #registry = new Registry();
  readonly #recoveries = new Recoveries();
  readonly #inForce = new Set<string>();
  readonly #faultsInForce = this.#gauge('chaos_faults_in_force', 'Faults that are in force.', ['fault', 'on']);
  readonly #faultSteps = this.#counter('chaos_fault_steps_total', 'Steps in the lives of faults.', ['fault', 'step']);
  readonly #faultRecovery = this.#histogram(
    'chaos_fault_recovery_seconds',
    'From the healing of a fault to the next task that its target completes; for a server, that any worker completes.',
    { labels: ['fault'], buckets: recoveryBuckets },
  );
  readonly #running = this.#gauge('chaos_component_running', 'Whether a component is ready and not paused.', [
    'component',
  ]);
  readonly #exits = this.#counter('chaos_component_exits_total', 'Ends of lives of components.', [
    'component',
    'purpose',
  ]);
  readonly #componentRecovery = this.#histogram(
    'chaos_component_recovery_seconds',
    'From the exit of a component until its next life is ready.',
    { labels: ['component'], buckets: recoveryBuckets },
  );
  readonly #connections = this.#counter('chaos_link_connections_total', 'Changes of connections of a link.', [
    'link',
    'change',
  ]);
  readonly #calls = this.#counter('chaos_calls_total', 'Calls of workers that have ended at the gateway.', [
    'component',
    'method',
    'outcome',
  ]);
  readonly #callLatency = this.#histogram(
    'chaos_call_latency_seconds',
    'Time that Temporal took for a call of a worker, as the gateway saw it; polls are left out.',
    { labels: ['component'], buckets: latencyBuckets },
  );
  readonly #held = this.#gauge('chaos_held_calls', 'Calls that the gateway holds.', ['side']);
  readonly #holds = this.#counter('chaos_holds_total', 'Holds of calls, by what became of them.', ['side', 'state']);
  readonly #phase = this.#gauge('chaos_phase', 'Whether the run is in this phase.', ['phase']);
  readonly #steadyLooks = this.#counter('chaos_steady_state_looks_total', 'Looks for the steady state.', ['holds']);
  readonly #stalls = this.#counter('chaos_harness_stall_seconds_total', "Stalls of the harness's event loop.", []);
  readonly #verdicts = this.#counter('chaos_verdicts_total', 'Verdicts on runs.', ['verdict']);

  constructor() {
    for (const side of holdSides) this.#held.set({ side }, 0);
    for (const verdict of verdicts) this.#verdicts.inc({ verdict }, 0);
    for (const phase of phases) this.#phase.set({ phase }, 0);
  }

  /** All metrics in Prometheus' text format. */
  async text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** The same journal, with each entry counted as it is written. */
  watch<J extends Journal>(journal: J): J {
    return {
      ...journal,
      write: (body) => {
        const entry = journal.write(body);
        this.heed(entry);
        return entry;
      },
    };
  }

  /** Counts a verdict on a run. */
  judged(verdict: Verdict): void {
    this.#verdicts.inc({ verdict });
  }

  /** Counts an entry of the journal; most kinds count nothing. */
  heed(entry: JournalEntry): void {
    for (const { of, name, tookMs } of this.#recoveries.heed(entry)) {
      if (of === 'fault') this.#faultRecovery.observe({ fault: name }, tookMs / 1000);
      else this.#componentRecovery.observe({ component: name }, tookMs / 1000);
    }
    if (entry.kind === 'fault') this.#heedFault(entry);
    else if (entry.kind === 'component') this.#heedComponent(entry);
    else if (entry.kind === 'call') this.#heedCall(entry);
    else if (entry.kind === 'held') this.#heedHeld(entry);
    else if (entry.kind === 'connection') this.#connections.inc({ link: entry.link, change: entry.change });
    else if (entry.kind === 'phase') this.#heedPhase(entry);
    else if (entry.kind === 'steady-state') this.#steadyLooks.inc({ holds: String(entry.holds) });
    else if (entry.kind === 'stall') this.#stalls.inc(entry.stallMs / 1000);
  }

  /** A fault whose healing failed stays in force. */
  #heedFault({ fault, faultId, step, link, component = 'unknown' }: EntryOf<'fault'>): void {
    this.#faultSteps.inc({ fault, step });
    const labels = { fault, on: link ?? component };
    if (step === 'injected') {
      this.#inForce.add(faultId);
      this.#faultsInForce.inc(labels);
    }
    if (step === 'healed' && this.#inForce.delete(faultId)) this.#faultsInForce.dec(labels);
  }

  #heedComponent({ component, change, purpose = 'unplanned' }: EntryOf<'component'>): void {
    if (change === 'ready' || change === 'resumed') this.#running.set({ component }, 1);
    if (change === 'exited' || change === 'paused') this.#running.set({ component }, 0);
    if (change === 'exited') this.#exits.inc({ component, purpose });
  }

  #heedCall({ component, method, outcome, latencyMs }: EntryOf<'call'>): void {
    this.#calls.inc({ component, method, outcome });
    // Most of the time of a poll is that of waiting for a task.
    if (!method.startsWith('Poll')) this.#callLatency.observe({ component }, latencyMs / 1000);
  }

  #heedHeld({ side, state }: EntryOf<'held'>): void {
    this.#held.inc({ side }, state === 'held' ? 1 : -1);
    this.#holds.inc({ side, state });
  }

  #heedPhase({ phase, state }: EntryOf<'phase'>): void {
    for (const one of phases) this.#phase.set({ phase: one }, one === phase && state === 'begin' ? 1 : 0);
  }

  #gauge<L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.#registry] });
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #histogram<L extends string>(
    name: string,
    help: string,
    { labels, buckets }: { readonly labels: readonly L[]; readonly buckets: readonly number[] },
  ): Histogram<L> {
    return new Histogram({ name, help, labelNames: labels, buckets: [...buckets], registers: [this.#registry] });
  }
}
