import type { Witness } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import { isEmptyPoll } from './held-tasks.ts';
import { inSuccession } from './in-succession.ts';
import { type BareEvidence, type FaultWindow, isVictim } from './window.ts';

type Call = EntryOf<'call'>;

/** gRPC's UNAVAILABLE: the server that should have answered was not there. */
const UNAVAILABLE = 14;

/** Effect witnesses at the gateway: calls of the struck worker that were under way at the injection, and broke off. */
export function brokenCalls(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  return entriesOf(evidence.journal, 'call')
    .filter((call) => isVictim(window, call) && isBroken(call) && call.startedMs <= window.injectedMs)
    .filter((call) => call.atMs >= window.fromMs && call.atMs <= window.healedMs)
    .map((call) => {
      const whose = call.workflowId === undefined ? '' : ` for ${call.workflowId}`;
      return witness([call], `${call.method}${whose} was ${call.outcome}.`);
    });
}

/**
 * Effect witness at the gateway where a link to Temporal was struck again and again: calls of its worker that broke off
 * while the fault was in force, one after another.
 *
 * @remarks All of them are one witness. Calls that break off at once may have been on one connection, which any server may
 * close now and then. A worker of which a call had broken off before proves nothing.
 */
export function cutCalls(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  if (window.link !== `temporal@${window.component}`) return [];
  const broken = entriesOf(evidence.journal, 'call').filter((call) => isVictim(window, call) && isBroken(call));
  if (broken.some((call) => call.atMs < window.fromMs)) return [];
  const felt = broken.filter((call) => call.atMs <= window.healingMs);
  if (inSuccession(felt.map(({ startedMs, atMs }) => ({ fromMs: startedMs, toMs: atMs }))) < 2) return [];
  return [witness(felt, `${felt.length} calls of ${window.component} broke off, and none had before.`)];
}

/**
 * Effect witnesses at the gateway where a server was struck: for each worker, its calls that broke off or were answered
 * by UNAVAILABLE while the fault was in force.
 */
export function refusedCalls(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const refused = entriesOf(evidence.journal, 'call')
    .filter((call) => isBroken(call) || (call.grpcStatus === UNAVAILABLE && !isEmptyPoll(call)))
    .filter((call) => isVictim(window, call) && call.startedMs <= window.healedMs)
    .filter((call) => call.atMs >= window.fromMs && call.atMs <= window.healedMs);
  const groups = Map.groupBy(refused, (call) => `${call.component}.${call.incarnation}`);
  return [...groups.values()].map((calls) => {
    const methods = [...Map.groupBy(calls, (call) => call.method)].map(([method, of]) => `${of.length} ${method}`);
    return witness(calls, `Calls of ${calls[0]?.component ?? ''} broke off or found no server: ${methods.join(', ')}.`);
  });
}

/** A worker without work polls too: that its empty polls broke says nothing of any work. */
function isBroken(call: Call): boolean {
  return (call.outcome === 'dropped' || call.outcome === 'broken') && !isEmptyPoll(call);
}

function witness(calls: readonly Call[], observation: string): Witness {
  const [first] = calls;
  return {
    sort: 'effect',
    source: 'gateway',
    component: first?.component ?? '',
    incarnation: first?.incarnation ?? null,
    fromMs: Math.min(...calls.map((call) => call.startedMs)),
    toMs: Math.max(...calls.map((call) => call.atMs)),
    observation,
  };
}
