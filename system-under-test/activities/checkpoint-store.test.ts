import { ApplicationFailure } from '@temporalio/activity';
import { expect } from 'chai';
import { activityEnvironment } from '../testing/activity-environment.ts';
import { startFakeServer } from '../testing/fake-server.ts';
import { startFakeSupabase } from '../testing/fake-supabase.ts';
import { type CheckpointRow, type CheckpointStore, createCheckpointStore, createSupabase } from './checkpoint-store.ts';

const row: CheckpointRow = {
  workflow_id: 'document-01',
  stage: 'extracted',
  activity_id: '3',
  attempt: 1,
  digest: 'a'.repeat(64),
  status: 'embedding',
};

/** The store as an activity of the workflow `w` has it. */
function storeAt(url: string): CheckpointStore {
  const store = createCheckpointStore(createSupabase({ url, key: 'key', timeoutMs: 300 }));
  return { save: (saved) => activityEnvironment(saved.attempt).run(() => store.save(saved)) };
}

describe('createCheckpointStore', () => {
  it('writes a row', async () => {
    await using supabase = await startFakeSupabase();
    await storeAt(supabase.url).save(row);
    expect(supabase.rows).to.deep.equal([row]);
    expect(supabase.requests).to.have.length(1);
  });

  it('says with every request which attempt of which activity asks', async () => {
    await using supabase = await startFakeSupabase();
    const store = storeAt(supabase.url);
    await store.save(row);
    await store.save({ ...row, attempt: 2 });
    const asked = supabase.requests.map(({ method, headers }) => [method, headers['x-activity-attempt']]);
    expect(asked).to.deep.equal([
      ['POST', '1'],
      ['POST', '2'],
      ['GET', '2'],
    ]);
    for (const { headers } of supabase.requests) {
      expect(headers).to.include({ 'x-workflow-id': 'w', 'x-activity-id': '7', apikey: 'key' });
    }
  });

  it('neither duplicates nor overwrites the row of an earlier attempt', async () => {
    await using supabase = await startFakeSupabase();
    const store = storeAt(supabase.url);
    await store.save(row);
    await store.save({ ...row, attempt: 2 });
    expect(supabase.rows).to.deep.equal([row]);
  });

  it('succeeds on the second attempt where the answer to the first was lost', async () => {
    let answersToLose = 1;
    await using supabase = await startFakeSupabase(() => (answersToLose-- > 0 ? null : undefined));
    const store = storeAt(supabase.url);
    const first = await store.save(row).catch((error: unknown) => error);
    expect(first).to.be.instanceOf(Error).and.not.instanceOf(ApplicationFailure);
    await store.save({ ...row, attempt: 2 });
    expect(supabase.rows).to.deep.equal([row]);
  });

  it('fails for good where the row that is there stands for other work', async () => {
    await using supabase = await startFakeSupabase();
    const store = storeAt(supabase.url);
    await store.save(row);
    const failure = await store.save({ ...row, digest: 'b'.repeat(64) }).catch((error: unknown) => error);
    expect(failure)
      .to.be.instanceOf(ApplicationFailure)
      .and.to.include({ type: 'CheckpointConflict', nonRetryable: true });
  });

  it('says what Supabase answered, in an error that can be retried', async () => {
    await using server = await startFakeServer(() => ({ status: 400, body: { code: '23502', message: 'null value' } }));
    const failure = await storeAt(server.url)
      .save(row)
      .catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error).and.not.instanceOf(ApplicationFailure);
    expect((failure as Error).message)
      .to.contain('23502 null value')
      .and.to.contain('"extracted" of document-01');
  });

  it('gives up on an answer that takes too long', async () => {
    await using server = await startFakeServer(() => 'never');
    const startMs = performance.now();
    const failure = await storeAt(server.url)
      .save(row)
      .catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(performance.now() - startMs).to.be.within(250, 2000);
  });
});
