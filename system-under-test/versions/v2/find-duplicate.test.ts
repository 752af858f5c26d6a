import { expect } from 'chai';
import { digestOf, type Json } from '../../activities/canonical-json.ts';
import { createCheckpointStore, createSupabase } from '../../activities/checkpoint-store.ts';
import { activityEnvironment } from '../../testing/activity-environment.ts';
import { startFakeSupabase } from '../../testing/fake-supabase.ts';
import { type FoundDuplicate, findDuplicate } from './find-duplicate.ts';

const request: readonly Json[] = [{ document: 'contract-7', pages: 5 }];

describe('findDuplicate', () => {
  /** What it says to workflow `w`, if others have written these stages of a request. */
  const found = async (
    stages: readonly { readonly by: string; readonly stage: string; readonly of?: readonly Json[] }[],
  ): Promise<string | null> => {
    await using server = await startFakeSupabase();
    const supabase = createSupabase({ url: server.url, key: 'key', timeoutMs: 1000 });
    const store = createCheckpointStore(supabase);
    for (const { by, stage, of = request } of stages) {
      const row = { workflow_id: by, stage, activity_id: '1', attempt: 1, digest: digestOf(of), status: stage };
      await activityEnvironment(1).run(() => store.save(row));
    }
    const { duplicateOf }: FoundDuplicate = await activityEnvironment(1).run(findDuplicate(supabase), { request });
    return duplicateOf;
  };

  it('finds the workflow that has published the same request', async () => {
    const other = [
      { by: 'another', stage: 'received' },
      { by: 'another', stage: 'published' },
    ];
    expect(await found(other)).to.equal('another');
  });

  it('finds none that is under way, is another request, or is its own', async () => {
    expect(await found([])).to.equal(null);
    expect(await found([{ by: 'another', stage: 'received' }])).to.equal(null);
    const elsewhere = { by: 'another', stage: 'received', of: [{ document: 'contract-8' }] };
    expect(await found([elsewhere, { by: 'another', stage: 'published' }])).to.equal(null);
    const own = [
      { by: 'w', stage: 'received' },
      { by: 'w', stage: 'published' },
    ];
    expect(await found(own)).to.equal(null);
  });
});
