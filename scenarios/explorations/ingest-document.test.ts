import { expect } from 'chai';
import type { Job, ServiceRequest } from '../../harness/index.ts';
import { jobSchema } from '../../harness/model/plan.ts';
import { ingestDocument } from './ingest-document.ts';

function jobOf(way: string): Job {
  const job = ingestDocument.cases[way]?.('d');
  if (job === undefined) throw new Error(`There is no case "${way}".`);
  return jobSchema.parse(job);
}

const stages = (way: string): readonly string[] => jobOf(way).expect.checkpoints.map(({ stage }) => stage);
const kinds = (way: string): ReadonlySet<string> => new Set(jobOf(way).expect.effects.map(({ kind }) => kind));

describe('the exploration of ingestDocument', () => {
  it('publishes what is approved', () => {
    expect(stages('approved')).to.deep.equal(['received', 'extracted', 'embedded', 'approved', 'published']);
    expect(kinds('approved')).to.have.keys('ocr', 'embedding', 'publication', 'notification');
    expect(jobOf('approved').expect.result).to.deep.equal({ document: 'd', status: 'published', pages: 3, batches: 2 });
    expect(jobOf('approved').actions).to.have.length(1);
  });

  for (const way of ['rejected', 'timed-out', 'cancelled']) {
    it(`withdraws what is ${way}`, () => {
      expect(stages(way)).to.deep.equal(['received', 'extracted', 'embedded', way]);
      expect(kinds(way)).to.have.keys('ocr', 'embedding', 'embedding-revoked');
      expect(jobOf(way).expect.end).to.equal(way === 'cancelled' ? 'canceled' : 'completed');
      expect(jobOf(way).actions.map(({ kind }) => kind)).to.deep.equal(
        { rejected: ['signal'], 'timed-out': [], cancelled: ['cancel'] }[way],
      );
    });
  }

  it('withdraws what is cancelled in its embargo, after reviews of all kinds', () => {
    expect(stages('cancelled-in-embargo')).to.deep.equal([
      'received',
      'extracted',
      'embedded',
      'approved',
      'cancelled',
    ]);
    expect(kinds('cancelled-in-embargo')).to.have.keys('ocr', 'embedding', 'embedding-revoked');
    const { actions, expect: expected } = jobOf('cancelled-in-embargo');
    expect(actions.map(({ kind }) => kind)).to.deep.equal(['signal', 'signal', 'signal', 'signal', 'cancel', 'signal']);
    const decisive = expected.checkpoints.find(({ stage }) => stage === 'approved')?.work;
    expect(decisive).to.deep.equal({ kind: 'signal', name: 'review', which: 2 });
  });

  it('calls activities and heartbeats by what they are about', () => {
    expect(ingestDocument.label?.('saveCheckpoint', [{ stage: 'received', work: [], status: 's' }])).to.equal(
      'received',
    );
    expect(ingestDocument.label?.('embedPages', [{ document: 'd', batch: 2, pageReceipts: [] }])).to.equal('batch 2');
    expect(ingestDocument.label?.('revokeEmbeddings', [{ document: 'd', batch: 1 }])).to.equal('batch 1');
    expect(ingestDocument.label?.('publish', [{ document: 'd', batchReceipts: [] }])).to.equal(null);
    expect(ingestDocument.progress?.('extractPages', { pagesDone: 2, receipts: ['a', 'b'] })).to.equal('page 2');
  });

  it('knows by its headers which activity makes a request, and none without', () => {
    const request: ServiceRequest = { link: 'supabase', method: 'GET', path: '/rest', headers: {}, body: '' };
    const headers = { 'x-workflow-id': 'd', 'x-activity-id': '7' };
    expect(ingestDocument.attribute?.({ ...request, headers })).to.deep.equal({ workflowId: 'd', activityId: '7' });
    expect(ingestDocument.attribute?.(request)).to.equal(null);
    expect(ingestDocument.attribute?.({ ...request, headers: { ...headers, 'x-activity-id': '' } })).to.equal(null);
  });
});
