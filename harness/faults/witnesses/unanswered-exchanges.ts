import type { Witness } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import { type BareEvidence, type FaultWindow, faultWindow } from './window.ts';

/**
 * Effect witness at the relay: requests to the struck service that were sent while the fault was in force, and got no
 * answer, or got it only after the healing began.
 *
 * @remarks A service of which an earlier request got no answer, outside of any other fault, proves nothing. Neither does one
 * that answered meanwhile: a fault in force lets no answer through. Nor does a late answer that came as soon as one did
 * before the fault. All such requests are one witness.
 */
export function unansweredExchanges(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const { component, incarnation } = window;
  const requests = entriesOf(evidence.journal, 'http').filter((entry) => entry.link.startsWith(`${component}@`));
  const others = evidence.plan.schedule
    .flatMap(({ id }) => faultWindow(evidence, id, true) ?? [])
    .filter(({ fromMs }) => fromMs !== window.fromMs);
  const isBefore = (one: EntryOf<'http'>): boolean => one.status === null && endMs(one) <= window.fromMs;
  if (requests.some((one) => isBefore(one) && !others.some((other) => isWithin(other, one)))) return [];
  const inForce = requests.filter((one) => one.startedMs >= window.injectedMs && one.startedMs < window.healingMs);
  if (inForce.some((one) => one.status !== null && endMs(one) < window.healingMs)) return [];
  const usualMs = Math.max(0, ...requests.filter((one) => endMs(one) <= window.fromMs).map(durationMs));
  const during = inForce.filter((one) => one.status === null || durationMs(one) > usualMs);
  const [first] = during;
  if (first === undefined) return [];
  const late = during.filter(({ status }) => status !== null).length;
  const how = late === 0 ? 'got no answer' : `got no answer, or got it after the healing began (${late})`;
  const observation = `${during.length} requests to ${component}, which had always answered, ${how}.`;
  const toMs = Math.max(...during.map((one) => endMs(one)));
  return [{ sort: 'effect', source: 'relay', component, incarnation, fromMs: first.startedMs, toMs, observation }];
}

/** Whether a request may have been lost to a fault. */
function isWithin({ fromMs, healedMs }: FaultWindow, one: EntryOf<'http'>): boolean {
  return one.startedMs <= healedMs && endMs(one) >= fromMs;
}

function durationMs(one: EntryOf<'http'>): number {
  return endMs(one) - one.startedMs;
}

/** When the request's answer was there, or its connection had gone. */
function endMs({ startedMs, latencyMs, repliedMs }: EntryOf<'http'>): number {
  return repliedMs ?? startedMs + latencyMs;
}
