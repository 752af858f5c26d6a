import { expect } from 'chai';
import type { CrashPoint } from '../../harness/index.ts';
import { modelPoints } from '../explore/model-points.ts';
import { thirdAttemptDoubles } from '../explore/second-crash.ts';

const points = modelPoints('approved', { pages: 2, batches: 1 });
const idOf = (rest: string): string => `ingestDocument/approved/${rest}`;

/** What follows a crash at a point of an activity: its second attempt, and then all that comes after it without a fault. */
function recoveryFrom(step: string, skip: readonly string[] = []): readonly CrashPoint[] {
  const again = points
    .filter((point) => point.step === step && !skip.includes(point.moment))
    .map((point) => ({ ...point, id: `${point.id} again`, place: { ...point.place, attempt: 2 } }));
  const last = again.at(-1)?.order ?? 0;
  return [...again, ...points.filter(({ order }) => order > last)];
}

describe('where a second crash makes a third attempt', () => {
  it('is from the hand-out on where the first attempt was charged, and not in what comes after', () => {
    const found = thirdAttemptDoubles({
      points,
      first: idOf('publish/completion/request'),
      recovery: recoveryFrom('publish'),
    });
    const moments = ['handed-out', 'outside 1/request', 'outside 1/reply', 'completion/request'];
    expect(found).to.deep.equal(moments.map((moment) => idOf(`publish/${moment} again`)));
  });

  it('is from the charge on where the first attempt was not charged', () => {
    const found = thirdAttemptDoubles({
      points,
      first: idOf('publish/outside 1/request'),
      recovery: recoveryFrom('publish'),
    });
    expect(found).to.deep.equal([idOf('publish/outside 1/reply again'), idOf('publish/completion/request again')]);
  });

  it('is only while a page is charged that no heartbeat covers, pages counted on from what was handed over', () => {
    const done = ['outside 1/request', 'outside 1/reply', 'heartbeat page 1/request', 'heartbeat page 1/reply'];
    const recovery = recoveryFrom('extractPages', done).map((point) =>
      point.place.task === 'activity' && point.place.nth === 2 && point.step === 'extractPages'
        ? { ...point, place: { ...point.place, nth: 1 } }
        : point,
    );
    const found = thirdAttemptDoubles({ points, first: idOf('extractPages/heartbeat page 1/reply'), recovery });
    const moments = ['outside 2/reply', 'heartbeat page 2/request'];
    expect(found).to.deep.equal(moments.map((moment) => idOf(`extractPages/${moment} again`)));
  });

  it('is nowhere where the first crash fell into no activity', () => {
    const first = idOf('workflow task 5/handed-out');
    const recovery = points.filter(({ order }) => order >= (points.find(({ id }) => id === first)?.order ?? 0));
    expect(thirdAttemptDoubles({ points, first, recovery })).to.deep.equal([]);
  });
});
