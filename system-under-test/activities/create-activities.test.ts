import { expect } from 'chai';
import { activityEnvironment } from '../testing/activity-environment.ts';
import { startFakeOutsideWorld } from '../testing/fake-outside-world.ts';
import { digestOf } from './canonical-json.ts';
import type { CheckpointRow } from './checkpoint-store.ts';
import { type Activities, createActivities } from './create-activities.ts';
import { createEffectsClient } from './effects-client.ts';

function activitiesAt(url: string, rows: CheckpointRow[] = []): Activities {
  const save = async (row: CheckpointRow): Promise<void> => void rows.push(row);
  return createActivities({
    effects: createEffectsClient({ url, timeoutMs: 1000 }),
    checkpoints: { save },
    ocrPageMs: 0,
    ocrPauseMs: 0,
  });
}

describe('createActivities', () => {
  const calls: readonly [name: string, call: (it: Activities) => Promise<unknown>, key: string, subject: object][] = [
    [
      'embedPages',
      (it) => it.embedPages({ document: 'd', batch: 2, pageReceipts: ['r'] }),
      'w/embedding/2',
      { batch: 2 },
    ],
    [
      'revokeEmbeddings',
      (it) => it.revokeEmbeddings({ document: 'd', batch: 2 }),
      'w/embedding-revoked/2',
      { batch: 2 },
    ],
    ['publish', (it) => it.publish({ document: 'd', batchReceipts: ['r'] }), 'w/publication', {}],
    ['notify', (it) => it.notify({ document: 'd', requester: 'someone' }), 'w/notification', {}],
  ];
  for (const [name, call, key, subject] of calls) {
    it(`${name} has one effect, however often it is attempted`, async () => {
      await using world = await startFakeOutsideWorld();
      const activities = activitiesAt(world.url);
      const first = await activityEnvironment(1).run(() => call(activities));
      const second = await activityEnvironment(2).run(() => call(activities));
      expect(second).to.deep.equal(first);
      expect(world.requests.map((it) => it.headers['idempotency-key'])).to.deep.equal([key, key]);
      expect(world.applied.map((it) => it.subject)).to.deep.equal([{ document: 'd', ...subject }]);
    });
  }

  it('saveCheckpoint writes who wrote it and the digest of the work', async () => {
    const rows: CheckpointRow[] = [];
    const activities = activitiesAt('http://127.0.0.1:1', rows);
    const work = [{ b: 1, a: 2 }];
    await activityEnvironment(3).run(activities.saveCheckpoint, { stage: 'extracted', work, status: 'embedding' });
    expect(rows).to.deep.equal([
      {
        workflow_id: 'w',
        stage: 'extracted',
        activity_id: '7',
        attempt: 3,
        digest: digestOf([{ a: 2, b: 1 }]),
        status: 'embedding',
      },
    ]);
  });

  it('greet says hello', async () => {
    const { greet } = activitiesAt('http://127.0.0.1:1');
    expect(await activityEnvironment().run(greet, { name: 'Ada', durationMs: 1 })).to.equal('hello, Ada');
  });
});
