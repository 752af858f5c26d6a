import { expect } from 'chai';
import type { PointResult } from '../../harness/model/exploration.ts';
import { describeExploring, explorings, published } from '../catalogue/explorings.ts';
import { leftoversOf } from './leftovers.ts';
import { describeExploration, type ExplorationEnded, explored } from './run-explore.ts';

const AGAIN = 'ingestDocument/approved/publish/attempt 2';

describeExploring(
  explorings.twoCrashes,
  'a bug that takes two crashes, explored at depth 2 from the point of its first',
  () => {
    let found: ExplorationEnded;
    before(async () => {
      found = await explored(explorings.twoCrashes);
    });

    const seconds = (): readonly PointResult[] => found.exploration.results.filter(({ second }) => second !== null);
    const told = (): string => describeExploration(found.exploration);

    it('is not there after one crash, and is found by the second', () => {
      const { exploration, exit } = found;
      const first = exploration.results.filter(({ second }) => second === null);
      expect(first.map(({ point, state }) => ({ point, state }))).to.deep.equal([{ point: published, state: 'valid' }]);
      expect(exploration.verdict).to.equal('invalid');
      expect(exit).to.equal(1);
      expect(leftoversOf(exploration.runId)).to.deep.equal([]);
    });

    it('is found exactly from the hand-out of the second attempt until it is recorded, as a publication done twice', () => {
      // The first attempt was charged for: whatever ends the second before it is recorded makes a third, by another key.
      const moments = ['completion/request', 'handed-out', 'outside 1/reply', 'outside 1/request'];
      const bites = moments.map((moment) => `${AGAIN}/${moment}`);
      const failing = seconds().filter(({ state }) => state === 'invalid');
      expect(failing.map(({ second }) => second ?? '').toSorted(), told()).to.deep.equal(bites);
      for (const { harms, findings, reproduce } of failing) {
        expect(reproduce).to.include(`--point "${published}" --action crash --depth 2`);
        expect(harms).to.deep.equal(['doubled']);
        expect(findings.map(({ check }) => check)).to.include('side-effects-once');
      }
    });

    it('has explored the step that was struck first, and says how much of all it has', () => {
      const ofStep = seconds().filter(({ second }) => second?.startsWith(`${AGAIN}/`) === true);
      const proved = ofStep.filter(({ state }) => state === 'valid' || state === 'invalid');
      const moments = ['completion/reply', 'completion/request', 'handed-out', 'outside 1/reply', 'outside 1/request'];
      const explored = new Set(proved.map(({ second }) => second?.slice(AGAIN.length + 1)));
      expect(explored, told()).to.deep.equal(new Set(moments));
      const all = seconds().filter(({ state }) => state === 'valid' || state === 'invalid');
      expect(found.exploration.pairs?.explored).to.equal(all.length);
      expect(found.exploration.pairs?.total).to.be.at.least(all.length);
    });
  },
);
