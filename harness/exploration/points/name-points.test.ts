import { expect } from 'chai';
import { historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import { type Boundary, crashPointSchema, placeKey } from '../../model/crash-point.ts';
import { activityPlace, boundaryAt, taskPlace } from '../test-support/boundaries.ts';
import { namePoints } from './name-points.ts';

function history(...inputs: readonly string[]) {
  const builder = historyBuilder('w', { atMs: 0, type: 'ingest', args: [] });
  for (const input of inputs) builder.activity({ atMs: 10, type: 'save', input, result: null });
  return builder.history();
}

const naming = {
  workflow: 'ingest',
  case: 'approved',
  explored: { label: (_type: string, [stage]: readonly unknown[]) => (stage === 'plain' ? null : String(stage)) },
};
const reference = (boundaries: readonly Boundary[]) => ({ workflowId: 'w', startedMs: 0, boundaries });

function idsOf(inputs: readonly string[], boundaries: readonly Boundary[]): readonly string[] {
  return namePoints({ ...naming, runs: [history(...inputs)] }, [reference(boundaries)]).map(({ id }) => id);
}

describe('namePoints', () => {
  it('names each exchange by its step and its moment', () => {
    const boundaries = [
      boundaryAt(taskPlace(1, 'handed-out'), 1),
      boundaryAt(taskPlace(1, 'completion', 'request'), 2),
      boundaryAt(activityPlace('1', 'handed-out'), 3),
      boundaryAt(activityPlace('1', 'supabase', { nth: 2, side: 'request' }), 4),
      boundaryAt(activityPlace('1', 'outside', { nth: 1 }), 5),
      boundaryAt(activityPlace('1', 'heartbeat', { details: 'page 2' }), 6),
      boundaryAt(activityPlace('1', 'failure', { side: 'request' }), 7),
      boundaryAt(activityPlace('1', 'completion', { attempt: 2 }), 8),
    ];
    expect(idsOf(['received'], boundaries)).to.deep.equal(
      ['workflow task 1/handed-out', 'workflow task 1/completion/request', 'save[received]/handed-out']
        .concat(
          ['supabase 2/request', 'outside 1/reply', 'heartbeat page 2/reply'].map((one) => `save[received]/${one}`),
        )
        .concat(['save[received]/failure/request', 'save[received]/attempt 2/completion/reply'])
        .map((id) => `ingest/approved/${id}`),
    );
  });

  it('names a request of a local activity by the workflow task that it is part of', () => {
    const place = { task: 'workflow', number: 2, exchange: 'outside', side: 'reply', attempt: 1, nth: 1 } as const;
    const points = namePoints({ ...naming, runs: [history('a')] }, [reference([boundaryAt(place)])]);
    expect(points.map(({ id }) => id)).to.deep.equal(['ingest/approved/workflow task 2/outside 1/reply']);
  });

  it('names the run of a step, beyond the first', () => {
    const inRun = (activityId: string, execution?: string) =>
      boundaryAt(activityPlace(activityId, 'handed-out', execution === undefined ? {} : { execution }));
    const boundaries = [
      inRun('1'),
      boundaryAt({ ...taskPlace(1, 'handed-out'), execution: 'run 2' }, 1),
      { ...inRun('1', 'run 2'), atMs: 2 },
    ];
    const runs = [history('a'), history('b')];
    const points = namePoints({ ...naming, runs }, [reference(boundaries)]);
    expect(points.map(({ step }) => step)).to.deep.equal(['save[a]', 'workflow task 1 of run 2', 'save[b] of run 2']);
  });

  it('tells steps of one name apart by their order, and calls an unnamed one by its type', () => {
    const boundaries = ['1', '2', '3'].map((id, index) => boundaryAt(activityPlace(id, 'handed-out'), index));
    expect(idsOf(['a', 'a', 'plain'], boundaries)).to.deep.equal(
      ['save[a] #1', 'save[a] #2', 'save'].map((step) => `ingest/approved/${step}/handed-out`),
    );
  });

  it('is the same for activities with other ids in each run, and sees each point in all of them', () => {
    const ofRun = (id: (nth: number) => string): readonly Boundary[] =>
      [1, 2].flatMap((nth) => {
        const activity = { type: 'save', nth };
        return (['request', 'reply'] as const).map((side, at) =>
          boundaryAt(activityPlace(id(nth), 'completion', { side, activity }), 10 * nth + at),
        );
      });
    const runs = ['java', 'own', 'more'].map((name) => reference(ofRun((nth) => `${name}-${nth}`)));
    const points = namePoints({ ...naming, runs: [history('a', 'a')] }, runs);
    expect(points.map(({ id, references }) => [id.replace('ingest/approved/', ''), references])).to.deep.equal([
      ['save[a] #1/completion/request', 3],
      ['save[a] #1/completion/reply', 3],
      ['save[a] #2/completion/request', 3],
      ['save[a] #2/completion/reply', 3],
    ]);
    const key = (id: string, nth: number) =>
      placeKey(activityPlace(id, 'completion', { activity: { type: 'save', nth } }));
    expect(key('java-1', 1)).to.equal(key('own-1', 1)).and.not.to.equal(key('java-1', 2));
    expect(placeKey(activityPlace('1', 'completion'))).not.to.equal(placeKey(activityPlace('2', 'completion')));
  });

  it('takes the union of references that differ, and says how many reached each point', () => {
    const always = [boundaryAt(taskPlace(1, 'handed-out'), 1), boundaryAt(taskPlace(1, 'completion'), 3)];
    const once = boundaryAt(activityPlace('1', 'failure'), 2);
    const references = [reference(always), reference([...always, once]), reference(always)];
    const points = namePoints({ ...naming, runs: [history('a')] }, references);
    expect(points.map(({ moment, references: reached, order }) => [moment, reached, order])).to.deep.equal([
      ['handed-out', 3, 0],
      ['failure/reply', 1, 1],
      ['completion/reply', 3, 2],
    ]);
  });

  it('says whose worker makes the call there, if it is one of a further fleet, and not in the name', () => {
    const boundaries = [
      boundaryAt(taskPlace(1, 'handed-out'), 1),
      { ...boundaryAt(activityPlace('1', 'handed-out'), 2), component: 'worker-payments-2' },
    ];
    const points = namePoints({ ...naming, runs: [history('a')] }, [reference(boundaries)]);
    expect(points.map(({ id, fleet }) => [id, fleet])).to.deep.equal([
      ['ingest/approved/workflow task 1/handed-out', undefined],
      ['ingest/approved/save[a]/handed-out', 'payments'],
    ]);
    expect(points.map((point) => crashPointSchema.safeParse(point).success)).to.deep.equal([true, true]);
  });
});
