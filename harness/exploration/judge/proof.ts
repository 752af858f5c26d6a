import type { Evidence } from '../../model/evidence.ts';
import type { ExplorationAction } from '../../model/exploration-action.ts';
import type { EntryOf } from '../../model/journal.ts';
import type { StruckFacts } from '../strike/point-task.ts';
import { heldEntries, type ProvedStrike } from './held-entries.ts';
import { recordDoubt } from './record-doubt.ts';

/**
 * Why it isn't proved that the strike fell exactly at the point, in one sentence; null if it is.
 *
 * @remarks Three independent books must agree. The relay held the call there until it was struck. The process, if one
 * was to die, died by SIGKILL. The records of the server and the services fit: the effect of a held request is absent
 * or another's, the effect that a held reply reports is there.
 */
export function whyUnproved(one: StruckFacts, evidence: Omit<Evidence, 'landings'>): string | null {
  const { task, before, arrival, strikeMs, struck } = one;
  const last = { point: task.second?.point ?? task.point, arrival, strikeMs, struck, action: task.action };
  const strikes = before === null ? [last] : [{ ...before, action: task.action }, last];
  return strikes.map((strike) => whyNotThere(strike, evidence)).find((doubt) => doubt !== null) ?? null;
}

function whyNotThere(strike: ProvedStrike, evidence: Omit<Evidence, 'landings'>): string | null {
  if (strike.arrival === null) return 'The workflow did not reach its point.';
  return heldDoubt(strike, evidence) ?? deathDoubt(strike, evidence) ?? recordDoubt(strike, evidence);
}

function heldDoubt(strike: ProvedStrike, evidence: Pick<Evidence, 'journal'>): string | null {
  const { action } = strike;
  const entries = heldEntries(strike, evidence);
  if (!entries.some((entry) => entry.state === 'held')) return 'The journal does not have the call held there.';
  const wanted = endsOfHeldCall(action);
  if (entries.some((entry) => wanted.includes(entry.state))) return null;
  return `The held call was not ${wanted.join(' or ')}, but ${entries.at(-1)?.state ?? 'nothing'}.`;
}

/**
 * How the held call may end: dropped with its worker's connections; beside a server that is struck also heard after
 * all.
 */
function endsOfHeldCall({ fault }: ExplorationAction): readonly EntryOf<'held'>['state'][] {
  if (fault === null) return ['lost'];
  return fault.victim === 'worker' ? ['dropped'] : ['dropped', 'released'];
}

function deathDoubt({ struck, action }: ProvedStrike, { components }: Pick<Evidence, 'components'>): string | null {
  if (struck === null || !action.kills) return null;
  if (components.state === 'unavailable') return 'The lives of the components are not known.';
  const life = components.rows
    .find((row) => row.component === struck.component)
    ?.incarnations.find((one) => one.incarnation === struck.incarnation);
  const killed = life?.signal === 'SIGKILL' || life?.exitCode === 137;
  if (killed && life.purpose === 'fault') return null;
  return `${struck.component} did not die by SIGKILL, but with ${life?.signal ?? life?.exitCode ?? 'nothing known'}.`;
}
