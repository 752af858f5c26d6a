import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { actionContract, samplePlaces } from '../contracts/action-contract.ts';
import { faults } from '../faults/index.ts';
import { type Place, taskExchanges } from '../model/crash-point.ts';
import { actionNamed, actions, findAction, wordsOfAction } from './index.ts';

/** The places of a list, as `reply of completion`. */
function placesOf(found: (place: Place) => boolean): readonly string[] {
  return samplePlaces.filter((place) => found(place)).map(({ side, exchange }) => `${side} of ${exchange}`);
}

const exchanges = [...taskExchanges, 'supabase', 'outside'];
const replies = exchanges.map((exchange) => `reply of ${exchange}`);
const byTemporal = ['handed-out', 'completion', 'failure'].map((exchange) => `reply of ${exchange}`);

/** Where a strike leaves a trace in the books. */
const traces: Readonly<Record<string, readonly string[]>> = {
  crash: [...exchanges.map((exchange) => `request of ${exchange}`), ...replies],
  'lose-answer': replies.filter((place) => !place.endsWith('heartbeat')),
  'lose-request': [],
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

  for (const action of actions) {
    describe(action.name, () => {
      for (const { claim, verify } of actionContract(action)) it(claim, verify);

      it('strikes with a fault of the registry', () => {
        if (action.fault !== null) expect(faults).to.include(action.fault);
      });

      it('leaves a trace exactly where it is stated', () => {
        expect(placesOf(action.leavesTrace)).to.have.members([...(traces[action.name] ?? [])]);
      });
    });
  }
});
