import { count } from '../../model/count.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { Json } from '../../model/json.ts';
import type { Plan } from '../../model/plan.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { defineCheck, invalid, type Judgement, rowsOf, unknown, valid, withFirst } from '../define-check.ts';
import { type BoundTerms, describeTerms } from './bound.ts';
import { type HealingRecovery, healingRecoveries } from './healing-recovery.ts';
import { describeStickyDelays, stickyDelays } from './sticky-delays.ts';
import { type Strike, strikesOf } from './strikes.ts';
import { SLOW, type UnitRecovery, unitRecoveries } from './unit-recovery.ts';

/** The measured recovery of a unit of work that a victim held, for the report. */
export interface Recovery {
  readonly unit: string;
  readonly recoveryTimeMs: number;
  readonly boundMs: number;
  readonly terms: BoundTerms;
  /** The terms that are not zero, in words. */
  readonly boundTerms: string;
}

/**
 * Each unit of work that a victim held comes on again within a bound made of the system's own timeouts.
 *
 * @remarks The bound is made of the terms of `bound.ts`. Every term is read from the event history and from decoded
 * calls, so that it holds for any system. The lost capacity itself must also come back when the plan says so. Work with
 * which its holder just carried on is untouched: it proves no recovery. A plan may demand a shorter time
 * (`recoverWithinMs`). If the run waited less than the bound, it proves nothing.
 */
export const recoversWithinBound = defineCheck({
  name: 'recovers-within-bound',
  invariant: 'Each unit of work that a victim held comes on again within the bound that the system itself sets.',
  books: ['eventHistories'],
  points: {
    // If a strike left no work in the victim's hands, nothing had to recover.
    applies: (evidence) =>
      evidence.plan.schedule.length > 0 &&
      unitRecoveries(evidence).some(({ state }) => state !== 'untouched' && state !== 'not-needed'),
    references: 'nothing',
  },
  judge: (evidence) => {
    if (evidence.plan.schedule.length === 0) return withoutFault(evidence);
    const strikes = strikesOf(evidence).length;
    if (strikes === 0) return unknown('No planned fault was put in force, so nothing had to recover.');
    const units = unitRecoveries(evidence);
    const all = [...units, ...healingRecoveries(evidence)];
    const exhibits = all.map(exhibitOf);
    const bad = all.flatMap((one) => violationOf(one, evidence.plan) ?? []);
    const untold = all.filter(({ state }) => state === 'untold' || state === 'waiting' || state === SLOW);
    if (bad.length > 0) {
      const others = all.filter((one) => !isBad(one)).map(exhibitOf);
      const lead = `${bad.length} of ${count(all.length, 'unit')} came too late or never`;
      return invalid(withFirst(lead, bad), bad, others);
    }
    if (units.length === 0) return unknown('The victim held no unit of work when the fault struck.', exhibits);
    if (untold.length > 0) {
      const why = describeDoubt(untold);
      return unknown(`${untold.length} of ${count(all.length, 'unit')} can't be judged: ${why}`, exhibits);
    }
    return withStickyDelays(evidence, withTimeout(evidence, units, exhibits));
  },
});

/** The same, with the pauses that sticky queues made. */
function withStickyDelays(evidence: Evidence, judgement: Judgement): Judgement {
  const delays = stickyDelays(evidence);
  const exhibits = [...judgement.exhibits, ...delays.map((delay) => ({ ...delay }))];
  return { ...judgement, summary: `${judgement.summary}${describeStickyDelays(delays)}`, exhibits };
}

function exhibitOf(one: UnitRecovery | HealingRecovery): { readonly [key: string]: Json } {
  return { ...one, terms: { ...one.terms } };
}

function isBad({ state }: UnitRecovery | HealingRecovery): boolean {
  return state === 'late' || state === 'never';
}

function violationOf(one: UnitRecovery | HealingRecovery, { recoverWithinMs }: Plan): ToldViolation | null {
  const { state, unit, boundMs, recoveryTimeMs } = one;
  if (state !== 'late' && state !== 'never') return null;
  const bound = boundMs === null ? null : `at most ${Math.round(boundMs)} ms`;
  const demand = recoverWithinMs === undefined ? null : `${recoverWithinMs} ms as the plan demands`;
  const expected = [bound, demand].filter((limit) => limit !== null).join(', and ');
  const [who, remark] = 'remark' in one ? ['It', ` ${one.remark}`] : [unit, ''];
  return {
    ...exhibitOf(one),
    violation: state,
    detail: `${who} ${state === 'late' ? 'came on too late' : 'never came on'}.${remark}`,
    expected: expected === '' ? 'some time' : expected,
    actual: recoveryTimeMs === null ? 'never' : `after ${Math.round(recoveryTimeMs)} ms`,
  };
}

/** Why the first of the units can't be judged; that of work before that of a healing. */
function describeDoubt(untold: readonly (UnitRecovery | HealingRecovery)[]): string {
  const first = untold.find((one) => 'remark' in one) ?? untold[0];
  if (first === undefined) return 'none.';
  if ('remark' in first) return `${first.unit}. ${first.remark}`;
  return `${first.unit} took ${first.recoveryTimeMs ?? 0} ms, and ${first.boundMs} ms were planned, with slack.`;
}

/** The measured recoveries, in the order of the faults; units without a recovery or a bound are left to the check. */
export function recoveryOf(evidence: Evidence): readonly Recovery[] {
  return unitRecoveries(evidence).flatMap(({ unit, recoveryTimeMs, boundMs, terms }) =>
    recoveryTimeMs === null || boundMs === null
      ? []
      : [{ unit, recoveryTimeMs, boundMs, terms, boundTerms: describeTerms(terms) }],
  );
}

function withTimeout(evidence: Evidence, units: readonly UnitRecovery[], exhibits: readonly Json[]): Judgement {
  const measured = units.filter((one) => one.state === 'within');
  if (measured.length === 0 && strikesOf(evidence).every((strike) => wasAskedToStop(evidence, strike)))
    return valid(`${count(units.length, 'unit')} in hand: none was lost when its holder was asked to stop.`, exhibits);
  if (measured.length === 0) return unknown(whyNoneRecovered(units), exhibits);
  const tightest = measured.toSorted((a, b) => shareOf(b) - shareOf(a))[0];
  const longest = Math.max(...measured.map((one) => one.recoveryTimeMs ?? 0));
  const untouched = units.filter((one) => one.state === 'untouched').length;
  const rest = units.length - measured.length - untouched;
  const notNeeded = rest === 0 ? '' : `; ${rest} no longer needed`;
  const others = `${notNeeded}${untouched === 0 ? '' : `; ${untouched} untouched`}`;
  const closest = `closest to its bound ${tightest?.unit ?? ''}: ${Math.round(tightest?.recoveryTimeMs ?? 0)} of ${Math.round(tightest?.boundMs ?? 0)} ms`;
  return valid(
    `${count(measured.length, 'unit')} recovered, the last after ${Math.round(longest)} ms, ${closest}${demanded(evidence)}${others}.`,
    exhibits,
  );
}

/** A worker that is asked to stop, and can, finishes what it holds: that nothing has to recover is then the point. */
function wasAskedToStop({ journal }: Evidence, { component, incarnation, link }: Strike): boolean {
  return entriesOf(journal, 'component').some(
    (entry) =>
      link === null &&
      entry.change === 'stopping' &&
      entry.component === component &&
      (incarnation ?? entry.incarnation) === entry.incarnation,
  );
}

function demanded({ plan }: Evidence): string {
  return plan.recoverWithinMs === undefined ? '' : `; the plan demands ${plan.recoverWithinMs} ms`;
}

function shareOf({ recoveryTimeMs, boundMs }: UnitRecovery): number {
  return (recoveryTimeMs ?? 0) / (boundMs ?? 1);
}

function withoutFault(evidence: Evidence): Judgement {
  const faults = entriesOf(evidence.journal, 'fault').length;
  if (faults > 0) return unknown('No fault was planned, but the journal has one.');
  if (rowsOf(evidence.eventHistories).length === 0)
    return unknown('No fault was planned, and nothing was done at all.');
  return valid('No fault was planned and none was put in force, so nothing had to recover.');
}

function whyNoneRecovered(units: readonly UnitRecovery[]): string {
  const needless = units.find(({ state }) => state === 'not-needed');
  if (needless === undefined) return 'No unit that the victim held was lost or failed, so none had to recover.';
  return `No unit that the victim held had to recover; first ${needless.unit}: ${needless.remark}`;
}
