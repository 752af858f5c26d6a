import { expect } from 'chai';
import { planSchema } from '../../harness/model/plan.ts';
import { seededRandom } from '../../harness/model/random.ts';
import type { IngestDocumentInput } from '../../system-under-test/workflows/types.ts';
import { documentCancelledInEmbargo, documentCancelledInFlight } from './cancelled-documents.ts';

const inFlight = documentCancelledInFlight(seededRandom(7), 'd', { fault: 'kill', during: 'embedding' });
const inEmbargo = documentCancelledInEmbargo(seededRandom(7), 'd');
const { pages, batchSize } = inFlight.args[0] as IngestDocumentInput;
const batches = Math.ceil(pages / batchSize);

/** How many effects of each kind each way to end has. */
const ways = [inFlight.expect, ...(inFlight.orExpect ?? [])].map(({ end, effects, checkpoints, activities = [] }) => {
  const countOf = (kind: string): number => effects.filter((effect) => effect.kind === kind).length;
  const counts = [countOf('ocr'), countOf('embedding'), countOf('embedding-revoked')];
  return { end, counts, stages: checkpoints.map(({ stage }) => stage), types: activities.map(({ type }) => type) };
});

describe('a document that is cancelled', () => {
  it('is a job that a plan accepts', () => {
    expect(planSchema.shape.workload.parse([inFlight, inEmbargo])).to.deep.equal([inFlight, inEmbargo]);
  });

  it('in flight, may have any number of pages read, or of batches embedded, each of which is revoked', () => {
    const begun = Array.from({ length: batches - 1 }, (_, index) => [pages, index + 1, index + 1]);
    const read = Array.from({ length: pages }, (_, index) => [index + 1, 0, 0]);
    const whole = [pages, batches, batches];
    const [likeliest, ...others] = ways.map(({ counts }) => counts);
    expect(likeliest).to.deep.equal(begun[0]);
    expect(others).to.deep.equal([whole, ...read, ...begun, whole]);
    expect(ways.map(({ end }) => end)).to.deep.equal([...ways.slice(1).map(() => 'canceled'), 'completed']);
  });

  it('has a row for each stage that it passed, and at last that of its cancellation', () => {
    expect(ways[2]?.stages).to.deep.equal(['received', 'cancelled']);
    expect(ways[pages + 2]?.stages).to.deep.equal(['received', 'extracted', 'cancelled']);
    expect(ways[pages + 2]?.types).to.deep.equal(['extractPages', 'embedPages', 'revokeEmbeddings']);
    expect(inEmbargo.expect.checkpoints.map(({ stage }) => stage)).to.deep.equal([
      'received',
      'extracted',
      'embedded',
      'approved',
      'cancelled',
    ]);
  });

  it('in its embargo, is approved first, and has no other way', () => {
    expect(inEmbargo.actions.map(({ kind }) => kind)).to.deep.equal(['signal', 'cancel']);
    expect(inEmbargo.orExpect).to.equal(undefined);
    expect((inEmbargo.args[0] as IngestDocumentInput).embargoMs).to.equal(600_000);
  });
});
