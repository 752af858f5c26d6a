import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { type Place, type Side, taskExchanges } from '../model/crash-point.ts';
import type { ExplorationAction } from '../model/exploration-action.ts';
import type { Clause } from './clause.ts';

const sides: readonly Side[] = ['request', 'reply'];

/** Every sort of place at which an activity can be struck. */
export const samplePlaces: readonly Place[] = sides.flatMap((side) =>
  [...taskExchanges, 'supabase', 'outside'].map(
    (exchange): Place => ({ task: 'activity', activityId: '1', exchange, side, attempt: 1 }),
  ),
);

/**
 * The rules that every action of explorations keeps: it says what it does, strikes one known component or only the call,
 * and claims a trace only where it can strike.
 *
 * @example
 * import { actionContract } from 'durable-chaos/contracts';
 *
 * describe('my-action', () => {
 *   for (const { claim, verify } of actionContract(myAction)) it(claim, verify);
 * });
 */
export function actionContract(action: ExplorationAction): readonly Clause[] {
  return [
    {
      claim: 'has a name, says in one sentence what it does, and has the words of reports',
      verify: () => describesItself(action),
    },
    {
      claim: 'strikes a known component with a fault that needs no parameters, or only the call',
      verify: () => strikesOneThing(action),
    },
    { claim: 'says that it kills only if its fault does', verify: () => killsByItsFault(action) },
    { claim: 'can strike somewhere, and leaves a trace only there', verify: () => leavesTraceWhereItStrikes(action) },
  ];
}

function describesItself({ name, summary, words }: ExplorationAction): void {
  match(name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  match(summary, /^[A-Z].*\.$/);
  match(words.noun, /^[a-z][^.]*$/, 'the noun');
  match(words.deed, /^[A-Z][^.]*$/, 'the deed');
  match(words.meaning, /^[a-z][^.]*$/, 'the meaning');
}

function strikesOneThing({ scope, fault }: ExplorationAction): void {
  equal(fault === null, scope === 'call', 'only an action on the call is without a fault');
  if (fault === null) return;
  equal(fault.strikes, 'component');
  notEqual(fault.victim, 'any', 'the fault must name its victim: no plan chooses one at a crash point');
  ok(fault.params.safeParse({}).success, 'the fault needs no parameters');
}

function killsByItsFault({ kills, fault }: ExplorationAction): void {
  equal(kills, fault?.needs.includes('kill') === true);
}

function leavesTraceWhereItStrikes({ strikesAt, leavesTrace }: ExplorationAction): void {
  ok(
    samplePlaces.some((place) => strikesAt(place)),
    'it strikes nowhere',
  );
  deepEqual(
    samplePlaces.filter((place) => leavesTrace(place) && !strikesAt(place)),
    [],
  );
}
