import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { SLACK_MS } from './bound.ts';
import { type Strike, strikesOf } from './strikes.ts';
import { type RecoveryState, stalledMs } from './unit-recovery.ts';

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
 * @remarks Where other workers take over, no unit of work need wait for the replacement; the lost capacity must come
 * back all the same. Judged by the start of the replacement, not by how long it then takes to be ready.
 */
export function healingRecoveries(evidence: Evidence): readonly HealingRecovery[] {
  return strikesOf(evidence).map((strike) => {
    const { at, unit } = healingOf(evidence, strike);
    const plannedMs = strike.planned?.healAfterMs ?? 0;
    const boundMs = plannedMs + SLACK_MS;
    const recoveryTimeMs = at === null ? null : Math.round(at - strike.injectedMs);
    const common = { unit, faultId: strike.faultId, recoveryTimeMs, boundMs, terms: { plannedMs, slackMs: SLACK_MS } };
    if (at === null || recoveryTimeMs === null) return { ...common, state: 'never' };
    if (recoveryTimeMs <= boundMs) return { ...common, state: 'within' };
    return { ...common, state: stalledMs(evidence, strike.injectedMs, at) > SLACK_MS ? 'untold' : 'late' };
  });
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
  const replacement = lives.find(
    (entry) => entry.change === 'spawned' && entry.atMs >= strike.injectedMs && isReplacement(entry, strike),
  );
  return { at: replacement?.atMs ?? null, unit: `replacement of ${strike.component ?? ''}` };
}

/** A later life of the same component, or the first of one that was added. */
function isReplacement(entry: { readonly component: string; readonly incarnation: number }, strike: Strike): boolean {
  if (entry.component === strike.component) return entry.incarnation > (strike.incarnation ?? 0);
  return entry.incarnation === 1;
}
