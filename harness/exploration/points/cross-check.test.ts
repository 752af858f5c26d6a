import { expect } from 'chai';
import { historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import type { Place } from '../../model/crash-point.ts';
import { activityPlace, boundaryAt, taskPlace } from '../test-support/boundaries.ts';
import { crossCheck } from './cross-check.ts';

const all: readonly Place[] = [
  taskPlace(1, 'handed-out'),
  taskPlace(1, 'completion', 'request'),
  taskPlace(1, 'completion'),
  activityPlace('1', 'handed-out', { attempt: 2 }),
  activityPlace('1', 'completion', { attempt: 2, side: 'request' }),
  activityPlace('1', 'completion', { attempt: 2 }),
];

function gapsOf(places: readonly Place[]): readonly string[] {
  const builder = historyBuilder('w', { atMs: 0, type: 'ingest', args: [] });
  builder.workflowTask(10);
  builder.activity({ atMs: 20, type: 'work', input: null, result: null, attempt: 2 });
  return crossCheck(
    builder.history(),
    places.map((place) => boundaryAt(place)),
  );
}

describe('crossCheck', () => {
  it('finds nothing where the relays saw what the event history has', () => {
    expect(gapsOf(all)).to.deep.equal([]);
  });

  it('misses each of the boundaries of what was completed', () => {
    for (const place of all) {
      const gaps = gapsOf(all.filter((one) => one !== place));
      expect(gaps).to.have.length(1);
      const what = place.task === 'workflow' ? 'workflow task 1' : 'activity 1';
      expect(gaps[0]).to.include(
        `a completed ${what}, but the relays did not see its ${place.exchange} (${place.side})`,
      );
    }
  });

  it('reports a workflow task that the event history does not have', () => {
    expect(gapsOf([...all, taskPlace(2, 'handed-out')])).to.have.length(1);
  });
});
