import { count } from '../../model/count.ts';
import type { Evidence, Witness } from '../../model/evidence.ts';
import type { PlannedFault } from '../../model/plan.ts';
import { defineCheck, unknown, valid } from '../define-check.ts';
import { notAsPlanned } from './strike-as-planned.ts';

/**
 * Every planned fault was in force, and the subject felt it.
 *
 * @remarks Without this no other check proves anything. A witness counts only when it names component, incarnation and
 * time window, and an effect can't be over before its cause began; and the fault must have struck as the plan says: at its
 * moment, on its target, for its time. A fault that didn't land is never `invalid`: it is the experiment that failed, not
 * the system.
 */
export const faultLanded = defineCheck({
  name: 'fault-landed',
  invariant: 'Every planned fault has a witness that it was in force and a witness that the subject felt it.',
  books: [],
  judge: (evidence) => {
    const { schedule } = evidence.plan;
    if (schedule.length === 0) return unknown('No fault was planned, so nothing can have been survived.');
    const told = schedule.map((planned) => tell(evidence, planned));
    const missed = told.filter((one) => one.doubt !== null);
    if (missed.length > 0) {
      const why = missed.map((one) => `${one.faultId}: ${one.doubt ?? ''}`).join('; ');
      return unknown(`${missed.length} of ${count(schedule.length, 'fault')} did not provably land (${why}).`, told);
    }
    const causes = told.reduce((sum, one) => sum + one.causes, 0);
    const effects = told.reduce((sum, one) => sum + one.effects, 0);
    const numbers = `${count(causes, 'witness')} of cause, ${effects} of effect`;
    return valid(`${count(schedule.length, 'fault')} landed: ${numbers}.`, told);
  },
});

interface Told {
  readonly [key: string]: string | number | null | readonly string[];
  readonly faultId: string;
  readonly causes: number;
  readonly effects: number;
  readonly doubt: string | null;
}

function tell(evidence: Evidence, planned: PlannedFault): Told {
  const landings = evidence.landings.filter((one) => one.faultId === planned.id && one.fault === planned.fault);
  const witnesses = landings.flatMap((landing) => landing.witnesses);
  const named = witnesses.filter((witness) => isNamed(witness));
  const causes = named.filter((witness) => witness.sort === 'cause');
  const begin = Math.min(...causes.map((witness) => witness.fromMs));
  const effects = named.filter((witness) => witness.sort === 'effect' && witness.toMs >= begin);
  const counted = { landings: landings.length, said: landings.every((landing) => landing.landed) };
  const numbers = { causes: causes.length, effects: effects.length, unnamed: witnesses.length - named.length };
  return {
    faultId: planned.id,
    fault: planned.fault,
    ...numbers,
    doubt: doubtOf({ ...counted, ...numbers }) ?? notAsPlanned(evidence, planned),
    observations: [...causes.slice(0, 5), ...effects.slice(0, 5)].map((one) => `${one.sort}: ${one.observation}`),
  };
}

interface Counted {
  readonly landings: number;
  readonly said: boolean;
  readonly causes: number;
  readonly effects: number;
  readonly unnamed: number;
}

function doubtOf({ landings, said, causes, effects, unnamed }: Counted): string | null {
  if (landings === 0) return 'nothing is known of its landing';
  const nameless = unnamed === 0 ? '' : ` (${unnamed} name no component, incarnation or window)`;
  if (causes === 0) return `no witness that it was in force${nameless}`;
  if (effects === 0) return `no witness that the subject felt it${nameless}`;
  return said ? null : 'its landing is denied in spite of its witnesses';
}

function isNamed(witness: Witness): boolean {
  return witness.component !== '' && witness.incarnation !== null && witness.fromMs <= witness.toMs;
}
