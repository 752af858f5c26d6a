import type { Evidence } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import { SLACK_MS } from './bound.ts';
import { slownessOf } from './slowness.ts';
import { type Strike, strikesOf } from './strikes.ts';
import { isOwnStall, type RecoveryState, SLOW, stalledMs } from './unit-recovery.ts';

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
 * system's. Up to 10 s beyond the plan the delay may be the harness's, so it accuses no system; after that it is not. A
 * replacement counts from its start, not from its readiness.
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
  const begunMs = (healingMs ?? at) - injectedMs;
  const lateMs = Math.max(begunMs - SLACK_MS, at - injectedMs - HEALING_LIMIT_MS) - plannedMs;
  if (lateMs > 0) {
    const { explainedMs } = slownessOf(evidence, strike, { fromMs: injectedMs, toMs: at, dispatches: 1 });
    const isExplained = isOwnStall(stalledMs(evidence, injectedMs, at), lateMs) || lateMs <= explainedMs;
    return isExplained ? SLOW : 'late';
  }
  return at - injectedMs <= plannedMs + SLACK_MS ? 'within' : 'untold';
}

function healingOf(evidence: Evidence, strike: Strike): { readonly at: number | null; readonly unit: string } {
  const lives = entriesOf(evidence.journal, 'component');
  const died = lives.some(
    (entry) =>
      entry.change === 'exited' &&
      entry.purpose === 'fault' &&
      entry.component === strike.component &&
      (strike.incarnation ?? entry.incarnation) === entry.incarnation,
  );
  if (strike.link !== null || !died)
    return { at: strike.healedMs, unit: `healing of ${strike.link ?? strike.component ?? ''}` };
  const replacement = lives.find((entry) => isReplacement(entry, strike));
  return { at: replacement?.atMs ?? null, unit: `replacement of ${strike.component ?? ''}` };
}

/** A later life of the same component, or the first of one that was added; or another that had stood by. */
function isReplacement(entry: EntryOf<'component'>, strike: Strike): boolean {
  if (entry.change === 'put-to-work') return entry.component !== strike.component && entry.atMs >= strike.injectedMs;
  if (entry.change !== 'spawned') return false;
  // A restart policy may bring a component back before the journal has its death.
  if (entry.component === strike.component) return entry.incarnation > (strike.incarnation ?? 0);
  return entry.incarnation === 1 && entry.atMs >= strike.injectedMs;
}
