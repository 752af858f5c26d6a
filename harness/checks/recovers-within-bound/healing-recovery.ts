import type { Evidence } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import { SLACK_MS } from './bound.ts';
import { slownessOf } from './slowness.ts';
import { type Strike, strikesOf } from './strikes.ts';
import { type RecoveryState, SLOW } from './unit-recovery.ts';

/** How long after its plan a healing may take effect before that is held against it, in milliseconds. */
const HEALING_LIMIT_MS = 10_000;

/** Whether a fault was healed when its plan said so. */
export interface HealingRecovery {
  readonly unit: string;
  readonly faultId: string;
  readonly state: RecoveryState;
  readonly recoveryTimeMs: number | null;
  readonly boundMs: number;
  readonly terms: { readonly plannedMs: number; readonly slackMs: number };
}

/**
 * Whether each fault was healed in time: a dead component started again, a link let through.
 *
 * @remarks If other workers take over, no unit of work waits for the replacement; the lost capacity must come back all
 * the same. The healing must begin in time. Its duration (the harness's calls, the start of a process) is not the
 * system's. Up to 10 s beyond the plan the delay may be the harness's, so it accuses no system: if stalls and a slow
 * machine explain all of it, it is in time; otherwise nothing can be told. After that it is late, unless they explain all
 * of it. A replacement counts from its start, not from its readiness.
 */
export function healingRecoveries(evidence: Evidence): readonly HealingRecovery[] {
  return strikesOf(evidence).map((strike) => {
    const { at, unit } = healingOf(evidence, strike);
    const plannedMs = strike.planned?.healAfterMs ?? 0;
    const boundMs = plannedMs + SLACK_MS;
    const recoveryTimeMs = at === null ? null : Math.round(at - strike.injectedMs);
    const common = { unit, faultId: strike.faultId, recoveryTimeMs, boundMs, terms: { plannedMs, slackMs: SLACK_MS } };
    return { ...common, state: at === null ? 'never' : stateOf(evidence, strike, { at, plannedMs }) };
  });
}

function stateOf(
  evidence: Evidence,
  strike: Strike,
  { at, plannedMs }: { readonly at: number; readonly plannedMs: number },
): RecoveryState {
  const { injectedMs, healingMs } = strike;
  const dueMs = injectedMs + plannedMs + SLACK_MS;
  const begunLateMs = (healingMs ?? at) - dueMs;
  const lateMs = Math.max(begunLateMs, at - dueMs);
  if (lateMs <= 0) return 'within';
  // What is brought back may have been started by the fault itself, before it was healed.
  const toMs = Math.max(at, healingMs ?? at);
  const { explainedMs } = slownessOf(evidence, strike, { fromMs: injectedMs, toMs, dispatches: 1 });
  // What a slow machine explains is no more on top of these 10 s: they are for nothing else.
  const isBeyondLimit = at > injectedMs + plannedMs + HEALING_LIMIT_MS;
  if (lateMs <= explainedMs) return isBeyondLimit ? SLOW : 'within';
  if (isBeyondLimit) return 'late';
  if (begunLateMs <= 0) return 'untold';
  return begunLateMs <= explainedMs ? SLOW : 'late';
}

function healingOf(evidence: Evidence, strike: Strike): { readonly at: number | null; readonly unit: string } {
  const lives = entriesOf(evidence.journal, 'component');
  const died = lives.some((entry) => isDeathBy(entry, strike) && !strikesOf(evidence).some(isBetween(strike, entry)));
  if (!died) return { at: strike.healedMs, unit: `healing of ${strike.link ?? strike.component ?? ''}` };
  const replacement = lives.find((entry) => isReplacement(entry, strike));
  return { at: replacement?.atMs ?? null, unit: `replacement of ${strike.component ?? ''}` };
}

/** A fault of a link ends no life, and one that was healed before ended none either. */
function isDeathBy(entry: EntryOf<'component'>, { link, component, incarnation, healedMs }: Strike): boolean {
  if (entry.change !== 'exited' || entry.purpose !== 'fault' || entry.component !== component) return false;
  return (
    link === null && (healedMs ?? entry.atMs) >= entry.atMs && (incarnation ?? entry.incarnation) === entry.incarnation
  );
}

/** The life that one fault paused another may have ended, after it. */
function isBetween(strike: Strike, death: EntryOf<'component'>): (other: Strike) => boolean {
  return (other) => isDeathBy(death, other) && other.fromMs > strike.fromMs && other.fromMs <= death.atMs;
}

/** A later life of the same component, or the first of one that was added; or another that had stood by. */
function isReplacement(entry: EntryOf<'component'>, strike: Strike): boolean {
  if (entry.change === 'put-to-work') return entry.component !== strike.component && entry.atMs >= strike.injectedMs;
  if (entry.change !== 'spawned') return false;
  // A restart policy may bring a component back before the journal has its death.
  if (entry.component === strike.component) return entry.incarnation > (strike.incarnation ?? 0);
  return entry.incarnation === 1 && entry.atMs >= strike.injectedMs;
}
