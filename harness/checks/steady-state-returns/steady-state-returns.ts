import type { Evidence } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import type { Json } from '../../model/json.ts';
import { defineCheck, invalid, type Judgement, rowsOf, unknown, valid } from '../define-check.ts';
import { silentVictims } from './silent-victims.ts';

/**
 * The steady state held before the fault, and holds again once all is healed.
 *
 * @remarks After Chaos Toolkit's steady-state hypothesis, which is met before the method and after it. Each look at it
 * is journalled with what spoke against it; only the last one counts, since a system may take its time to recover. A
 * canary that others served proves nothing of the victim: it must have been heard of again itself.
 */
export const steadyStateReturns = defineCheck({
  name: 'steady-state-returns',
  invariant: 'The steady state holds before the first fault, and again after the last one has healed.',
  books: ['components'],
  judge: (evidence) => {
    if (rowsOf(evidence.components).length === 0) return unknown('No component is known that could be steady.');
    const looks = entriesOf(evidence.journal, 'steady-state');
    const [begin, end] = [loadBegan(evidence), allHealed(evidence)];
    if (begin === null) return unknown('The journal tells of no load, so there is no before and after.');
    if (end === null) return unknown('Not every planned fault is known to have healed.');
    const before = looks.filter((look) => look.atMs < begin).at(-1);
    const after = looks.filter((look) => look.atMs > end);
    const exhibits = [...(before === undefined ? [] : [before]), ...after].map((look) => exhibit(look));
    if (before?.holds !== true)
      return unknown('The steady state did not hold before the load, or nobody looked.', exhibits);
    const deaf = silentVictims(evidence);
    if (deaf.length > 0) return invalid(`Never heard again after the healing: ${deaf.join(', ')}.`, exhibits);
    return judgeAfter(after, exhibits);
  },
});

function judgeAfter(after: readonly EntryOf<'steady-state'>[], exhibits: readonly Json[]): Judgement {
  const last = after.at(-1);
  if (last === undefined) return unknown('Nobody looked whether the steady state had returned.', exhibits);
  if (!last.holds && isOnlySlow(last)) {
    return unknown(`The steady state can't be told: ${last.reasons.join('; ')}.`, exhibits);
  }
  if (!last.holds) return invalid(`The steady state did not return: ${last.reasons.join('; ')}.`, exhibits);
  if (last.canaryMs === null || last.canaryLimitMs === null || last.canaryMs > last.canaryLimitMs) {
    return unknown('The steady state is said to hold, but no canary proves it.', exhibits);
  }
  const canary = `canary ${Math.round(last.canaryMs)} ms, limit ${Math.round(last.canaryLimitMs)} ms`;
  return valid(`The steady state held before and returned, seen at look ${after.length} (${canary}).`, exhibits);
}

/** A canary that came through, only slowly, may be the machine's doing; so may a look that failed. */
function isOnlySlow({ reasons }: EntryOf<'steady-state'>): boolean {
  const excusable = /^the canary took \d|could not be looked at/;
  return reasons.length > 0 && reasons.every((reason) => excusable.test(reason));
}

function loadBegan({ journal }: Evidence): number | null {
  return entriesOf(journal, 'phase').find((one) => one.phase === 'injection' && one.state === 'begin')?.atMs ?? null;
}

/** When the last planned fault was healed; without one, when the load had been started. */
function allHealed({ plan, journal }: Evidence): number | null {
  if (plan.schedule.length === 0) {
    return entriesOf(journal, 'phase').find((one) => one.phase === 'injection' && one.state === 'end')?.atMs ?? null;
  }
  const healed = entriesOf(journal, 'fault').filter((entry) => entry.step === 'healed');
  const times = plan.schedule.map((planned) => healed.find((entry) => entry.faultId === planned.id)?.atMs);
  return times.reduce<number | null>((latest, atMs) => {
    return latest === null || atMs === undefined ? null : Math.max(latest, atMs);
  }, 0);
}

function exhibit({ atMs, holds, canaryMs, canaryLimitMs, reasons }: EntryOf<'steady-state'>): Json {
  return { atMs, holds, canaryMs, canaryLimitMs, reasons };
}
