import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { faults } from '../faults/index.ts';
import { exchanges, type Place, type Side } from '../model/crash-point.ts';
import type { ExplorationAction } from '../model/exploration-action.ts';
import { actionNamed, actions, findAction, wordsOfAction } from './index.ts';

const sides: readonly Side[] = ['request', 'reply'];
const places = sides.flatMap((side) =>
  exchanges.map((exchange): Place => ({ task: 'activity', activityId: '1', exchange, side, attempt: 1 })),
);

/** The places of a list, as `reply of completion`. */
function placesOf(found: (place: Place) => boolean): readonly string[] {
  return places.filter((place) => found(place)).map(({ side, exchange }) => `${side} of ${exchange}`);
}

const replies = exchanges.map((exchange) => `reply of ${exchange}`);
const byTemporal = ['handed-out', 'completion', 'failure'].map((exchange) => `reply of ${exchange}`);

/** Where a strike leaves a trace in the books. */
const traces: Readonly<Record<string, readonly string[]>> = {
  crash: [...exchanges.map((exchange) => `request of ${exchange}`), ...replies],
  'lose-answer': replies.filter((place) => !place.endsWith('heartbeat')),
  'cut-connection': byTemporal,
  'crash-temporal': byTemporal,
  'crash-database': [...byTemporal, 'reply of supabase'],
};

describe('every action of explorations', () => {
  it('is in the registry, and the registry has nothing else', () => {
    const own = readdirSync(new URL('.', import.meta.url))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts')
      .map((file) => file.replace(/\.ts$/, ''));
    expect(actions.map(({ name }) => name).toSorted()).to.deep.equal(own.toSorted());
  });

  it('is found by its name; one that is not there is called by its name alone', () => {
    expect(findAction('crash')?.words).to.equal(wordsOfAction('crash'));
    expect(findAction('crush')).to.equal(undefined);
    expect(() => actionNamed('crush')).to.throw('"crush"');
    expect(wordsOfAction('crush')).to.deep.equal({ noun: 'crush', deed: 'crush', meaning: 'crush' });
  });

  for (const action of actions) describe(action.name, () => contract(action));
});

function contract(action: ExplorationAction): void {
  it('says what it does: in a sentence for help, and in the words of reports', () => {
    expect(action.summary).to.match(/^[A-Z].*\.$/);
    expect(action.words.noun).to.match(/^[a-z][^.]*$/);
    expect(action.words.deed).to.match(/^[A-Z][^.]*$/);
    expect(action.words.meaning).to.match(/^[a-z][^.]*$/);
  });

  it('strikes a known component with a fault of the registry, or only the call', () => {
    expect(action.fault === null).to.equal(action.scope === 'call');
    if (action.fault === null) return;
    expect(faults).to.include(action.fault);
    expect(action.fault.strikes).to.equal('component');
    expect(action.fault.victim).not.to.equal('any');
    expect(action.fault.params.safeParse({}).success, 'needs no parameters').to.equal(true);
  });

  it('leaves a trace only where it can strike, and there as stated', () => {
    const { strikesAt, leavesTrace } = action;
    expect(places.filter((place) => leavesTrace(place) && !strikesAt(place))).to.deep.equal([]);
    expect(placesOf(leavesTrace)).to.have.members([...(traces[action.name] ?? [])]);
  });
}
