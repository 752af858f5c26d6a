import { expect } from 'chai';
import type { FakeAnswer, FakeRequest } from '../testing/fake-server.ts';
import { type IngestionStack, type StackMeddling, startIngestionStack } from '../testing/ingestion-stack.ts';
import { documentInput, startDocument } from '../testing/start-document.ts';

/** Loses the first answers to the requests that match; all that is done is done. */
function losing(
  answers: number,
  matches: (request: FakeRequest) => boolean,
): (it: FakeRequest) => FakeAnswer | undefined {
  let left = answers;
  return (request) => (matches(request) && left-- > 0 ? null : undefined);
}

const isOf =
  (kind: string) =>
  ({ body }: FakeRequest): boolean =>
    (body as { readonly kind: string }).kind === kind;
const isGuard = ({ method, url }: FakeRequest): boolean => method === 'PATCH' && url.pathname.endsWith('/documents');

describe('each sabotage that bites at a few crash points only', function () {
  this.timeout(60_000);
  let stack: IngestionStack;
  afterEach(() => stack[Symbol.asyncDispose]());

  /** Takes a document through the good system (null) or a broken one, to the end that was decided. */
  const ingest = async (sabotage: string | null, decision: string, meddle: StackMeddling = {}): Promise<void> => {
    stack = await startIngestionStack(sabotage ?? undefined, meddle);
    await stack.startWorker({}, sabotage === null ? 'worker.ts' : `sabotage/${sabotage}/worker.ts`);
    const handle = await startDocument(stack.environment, documentInput('d'));
    await handle.signal('review', { decision, reviewer: 'Ada' });
    expect(await handle.result()).to.include({ status: decision === 'approved' ? 'published' : decision });
  };
  const subjects = (kind: string): readonly unknown[] =>
    stack.world.applied.filter((effect) => effect.kind === kind).map(({ subject }) => subject['batch'] ?? subject);
  const document = { document: 'd' };

  it('checkpoint-after-effect: all is well without a retry, though the publication has no key', async () => {
    await ingest('checkpoint-after-effect', 'approved');
    expect(subjects('publication')).to.deep.equal([document]);
    const asked = stack.world.requests.filter(isOf('publication'));
    expect(asked.map(({ headers }) => headers['idempotency-key'])).to.deep.equal([undefined]);
    const stages = ['received', 'extracted', 'embedded', 'approved', 'published'];
    expect(stack.supabase.rows.map(({ stage }) => stage)).to.deep.equal(stages);
  });

  for (const [sabotage, publications] of [
    [null, 1],
    ['checkpoint-after-effect', 2],
  ] as const) {
    it(`${sabotage ?? 'the good system'}: publishes ${publications} times where the answer is lost`, async () => {
      await ingest(sabotage, 'approved', { after: losing(1, isOf('publication')) });
      expect(subjects('publication')).to.deep.equal(Array.from({ length: publications }, () => document));
    });
  }

  it('checkpoint-after-effect: publishes once where the guard was written', async () => {
    await ingest('checkpoint-after-effect', 'approved', { supabaseAfter: losing(1, isGuard) });
    expect(stack.supabase.requests.filter(isGuard)).to.have.length(1);
    expect(subjects('publication')).to.deep.equal([document]);
  });

  it('compensation-forgets-lost-answer: all batches are revoked where no answer is lost', async () => {
    await ingest('compensation-forgets-lost-answer', 'rejected');
    expect(subjects('embedding-revoked')).to.deep.equal([3, 2, 1]);
    expect(stack.supabase.rows.at(-1)?.stage).to.equal('rejected');
  });

  for (const [sabotage, revoked] of [
    [null, [3, 2, 1]],
    ['compensation-forgets-lost-answer', [3, 1]],
  ] as const) {
    it(`${sabotage ?? 'the good system'}: revokes ${revoked.join(', ')} where the answer to batch 2 is lost`, async () => {
      const isSecond = (request: FakeRequest): boolean =>
        isOf('embedding')(request) && (request.body as { readonly subject: { batch: number } }).subject.batch === 2;
      await ingest(sabotage, 'rejected', { after: losing(1, isSecond) });
      expect(subjects('embedding')).to.deep.equal([1, 2, 3]);
      expect(subjects('embedding-revoked')).to.deep.equal(revoked);
    });
  }

  for (const [lost, publications] of [
    [0, 1],
    [1, 1],
    [2, 2],
  ] as const) {
    it(`third-attempt-forgets-key: publishes ${publications} times where ${lost} answers are lost`, async () => {
      await ingest('third-attempt-forgets-key', 'approved', { after: losing(lost, isOf('publication')) });
      expect(stack.world.requests.filter(isOf('publication'))).to.have.length(lost + 1);
      expect(subjects('publication')).to.deep.equal(Array.from({ length: publications }, () => document));
    });
  }
});
