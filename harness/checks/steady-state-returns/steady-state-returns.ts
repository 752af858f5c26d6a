import type { Evidence } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import type { UnsteadyCause } from '../../model/journal-entry.ts';
import type { Json } from '../../model/json.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { defineCheck, invalid, type Judgement, rowsOf, unknown, valid, withFirst } from '../define-check.ts';
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
    if (begin === null) return unknown('The journal has no load, so there is no before and after.');
    if (end === null) return unknown('Not every planned fault is known to have healed.');
    const before = looks.filter((look) => look.atMs < begin).at(-1);
    const after = looks.filter((look) => look.atMs > end);
    const exhibits = [...(before === undefined ? [] : [before]), ...after].map((look) => exhibit(look));
    if (before?.holds !== true)
      return unknown('The steady state did not hold before the load, or was not probed.', exhibits);
    const deaf = silentVictims(evidence);
    if (deaf.length > 0) {
      const detail = 'It was never heard again after the healing.';
      const silent = deaf.map((component): ToldViolation => {
        return { violation: 'silent', component, detail, expected: 'a call', actual: 'none' };
      });
      return invalid(withFirst(`Never heard again after the healing: ${deaf.join(', ')}`, silent), silent, exhibits);
    }
    return judgeAfter(after, exhibits);
  },
});

function judgeAfter(after: readonly EntryOf<'steady-state'>[], exhibits: readonly Json[]): Judgement {
  const last = after.at(-1);
  if (last === undefined) return unknown('No probe asked whether the steady state had returned.', exhibits);
  const why = detailsOf(last).join('; ');
  if (!last.holds && mayBeTheMachine(last)) return unknown(`The steady state can't be judged: ${why}.`, exhibits);
  if (!last.holds) {
    const sides = { expected: 'the steady state', actual: why };
    const unsteady: ToldViolation = {
      violation: 'unsteady',
      ...exhibit(last),
      detail: `It did not hold at the last look, ${Math.round(last.atMs)} ms into the run.`,
      ...sides,
    };
    return invalid(withFirst('The steady state did not return', [unsteady]), [unsteady], exhibits.slice(0, -1));
  }
  if (last.canaryMs === null || last.canaryLimitMs === null || last.canaryMs > last.canaryLimitMs) {
    return unknown('The steady state is said to hold, but no canary proves it.', exhibits);
  }
  const whose = last.ownCanary === true ? "the harness's own canary" : 'canary';
  const canary = `${whose} ${Math.round(last.canaryMs)} ms, limit ${Math.round(last.canaryLimitMs)} ms`;
  return valid(`The steady state held before and returned, seen at look ${after.length} (${canary}).`, exhibits);
}

/** Whether the machine that the harness runs on may be the cause: a canary came through slowly, or a look failed. */
const machineCauses: Readonly<Record<UnsteadyCause, boolean>> = {
  'component-down': false,
  'link-faulty': false,
  'activity-retrying': false,
  'server-silent': false,
  'canary-failed': false,
  'canary-slow': true,
  'not-looked-at': true,
};

function mayBeTheMachine({ reasons }: EntryOf<'steady-state'>): boolean {
  return reasons.length > 0 && reasons.every(({ cause }) => machineCauses[cause]);
}

function detailsOf({ reasons }: EntryOf<'steady-state'>): readonly string[] {
  return reasons.map(({ detail }) => detail);
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

function exhibit(look: EntryOf<'steady-state'>): { readonly [key: string]: Json } {
  const { atMs, holds, canaryMs, canaryLimitMs } = look;
  return { atMs, holds, canaryMs, canaryLimitMs, reasons: detailsOf(look) };
}
