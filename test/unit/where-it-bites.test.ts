import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import { type CrashPoint, canonicalJson } from '../../harness/index.ts';
import { crashPointSchema } from '../../harness/model/crash-point.ts';
import { notedEarly, withGuard } from '../explore/changed-points.ts';
import { expectedDoubles } from '../explore/crash-walk.ts';
import { modelPoints } from '../explore/model-points.ts';
import { whereItBites } from '../explore/where-it-bites.ts';

const small = { pages: 2, batches: 1 };
const explored = { pages: 3, batches: 2 };
const ways = ['approved', 'rejected', 'timed-out', 'cancelled'] as const;

/** Written by hand: a document of two pages in one batch that is approved, where no effect has a key. */
const chargedTwice: readonly string[] = [
  'ingestDocument/approved/extractPages/outside 1/reply',
  'ingestDocument/approved/extractPages/heartbeat page 1/request',
  'ingestDocument/approved/extractPages/outside 2/reply',
  'ingestDocument/approved/extractPages/heartbeat page 2/request',
  'ingestDocument/approved/embedPages[batch 1]/outside 1/reply',
  'ingestDocument/approved/embedPages[batch 1]/completion/request',
  'ingestDocument/approved/publish/outside 1/reply',
  'ingestDocument/approved/publish/completion/request',
  'ingestDocument/approved/notify/outside 1/reply',
  'ingestDocument/approved/notify/completion/request',
];

const bites = (
  sabotage: string,
  action: 'crash' | 'loseAnswer' | 'cutConnection',
  points: readonly CrashPoint[],
): readonly string[] =>
  (whereItBites[sabotage]?.[action]?.(points) ?? ['no such sabotage']).map((id) => id.split('/').slice(1).join('/'));

describe('the model of the crash points', () => {
  it('makes points as the schema has them, each with an id and a place of its own', () => {
    for (const way of ways) {
      const points = modelPoints(way, explored);
      for (const point of points) crashPointSchema.parse(point);
      expect(new Set(points.map(({ id }) => id)).size).to.equal(points.length);
      expect(new Set(points.map(({ place }) => canonicalJson(place as never))).size).to.equal(points.length);
    }
  });

  it('has so many points of the documents that are explored', () => {
    const counts = ways.map((way) => modelPoints(way, explored).length);
    expect(counts).to.deep.equal([99, 88, 88, 88]);
  });
});

describe('where effects without a key are charged twice', () => {
  it('is what was written by hand, for a document of two pages', () => {
    expect(expectedDoubles(modelPoints('approved', small))).to.deep.equal(chargedTwice);
  });

  it('does not depend on the order in which the points are given', () => {
    expect(expectedDoubles(modelPoints('approved', small).toReversed())).to.deep.equal(chargedTwice);
  });

  it('is every charge whose heartbeat or completion is not recorded, in every case', () => {
    for (const way of ways) {
      const found = expectedDoubles(modelPoints(way, explored));
      expect(found).to.have.length(14);
      expect(
        found.every((id) => /(outside \d\/reply|heartbeat page \d\/request|completion\/request)$/.test(id)),
      ).to.equal(true);
    }
  });

  it('is until the completion where the last heartbeat was never sent', () => {
    const silent = modelPoints('approved', small).filter(({ moment }) => !moment.startsWith('heartbeat page 2'));
    const atEnd = 'ingestDocument/approved/extractPages/completion/request';
    const expected = chargedTwice.map((id) => (id.endsWith('heartbeat page 2/request') ? atEnd : id));
    expect(expectedDoubles(silent)).to.deep.equal(expected);
  });

  it('is not healed by the completion of a workflow task', () => {
    const points = modelPoints('approved', small).map((point) =>
      point.place.task === 'activity' && point.place.exchange === 'completion' ? { ...point, order: 10_000 } : point,
    );
    expect(expectedDoubles(points)).to.include('ingestDocument/approved/workflow task 5/completion/reply');
  });
});

describe('where each sabotage bites', () => {
  it('is said of every sabotage of the subject, and of no other', () => {
    expect(Object.keys(whereItBites).toSorted()).to.deep.equal(Object.keys(config.sabotages).toSorted());
    for (const { why } of Object.values(whereItBites)) expect(why).to.match(/^[A-Z].*\.$/);
  });

  it('checkpoint-not-idempotent: a row is written and its completion is not recorded', () => {
    const found = bites('checkpoint-not-idempotent', 'crash', modelPoints('rejected', small));
    expect(found).to.deep.equal(
      ['received', 'extracted', 'embedded', 'rejected'].flatMap((stage) => [
        `rejected/saveCheckpoint[${stage}]/supabase 1/reply`,
        `rejected/saveCheckpoint[${stage}]/completion/request`,
      ]),
    );
    expect(bites('checkpoint-not-idempotent', 'loseAnswer', modelPoints('approved', small))).to.have.length(5);
  });

  it('checkpoint-best-effort: nowhere by a crash or a lost answer, by a cut before a request of any stage', () => {
    expect(bites('checkpoint-best-effort', 'crash', modelPoints('approved', small))).to.deep.equal([]);
    expect(bites('checkpoint-best-effort', 'loseAnswer', modelPoints('approved', small))).to.deep.equal([]);
    const found = bites('checkpoint-best-effort', 'cutConnection', modelPoints('timed-out', small));
    expect(found).to.deep.equal(
      ['received', 'extracted', 'embedded', 'timed-out'].map(
        (stage) => `timed-out/saveCheckpoint[${stage}]/supabase 1/request`,
      ),
    );
  });

  it('progress-ignored: from the first recorded heartbeat to the record of the completion', () => {
    const found = bites('progress-ignored', 'crash', modelPoints('cancelled', small));
    expect(found).to.deep.equal(
      ['heartbeat page 1/reply', 'outside 2/request', 'outside 2/reply', 'heartbeat page 2/request']
        .concat(['heartbeat page 2/reply', 'completion/request'])
        .map((moment) => `cancelled/extractPages/${moment}`),
    );
    expect(bites('progress-ignored', 'loseAnswer', modelPoints('cancelled', small))).to.deep.equal([found[2]]);
    expect(bites('resume-blanks-receipts', 'crash', modelPoints('cancelled', small))).to.deep.equal(found);
  });

  it('progress-noted-early: from a recorded heartbeat to the answer of the page that it says is done', () => {
    const found = bites('progress-noted-early', 'crash', notedEarly(modelPoints('cancelled', small)));
    expect(found).to.deep.equal(
      ['heartbeat page 1/reply', 'outside 1/request', 'heartbeat page 2/reply', 'outside 2/request'].map(
        (moment) => `cancelled/extractPages/${moment}`,
      ),
    );
  });

  it('checkpoint-after-effect: after the publication and before its guard is written', () => {
    const found = bites('checkpoint-after-effect', 'crash', withGuard(modelPoints('approved', small)));
    expect(found).to.deep.equal(['approved/publish/outside 1/reply', 'approved/publish/supabase 2/request']);
    expect(bites('checkpoint-after-effect', 'crash', modelPoints('rejected', small))).to.deep.equal([]);
  });

  it('compensation-forgets-lost-answer: an embedding that is not recorded: it is not revoked, or at least disowned', () => {
    for (const way of ways) {
      expect(bites('compensation-forgets-lost-answer', 'crash', modelPoints(way, small))).to.deep.equal([
        `${way}/embedPages[batch 1]/outside 1/reply`,
        `${way}/embedPages[batch 1]/completion/request`,
      ]);
    }
  });

  it('greeting-without-retry: as soon as the greeting is asked for, until its completion is recorded', () => {
    const model = modelPoints('approved', small);
    const asked = model.slice(
      0,
      model.findIndex(({ step }) => step === 'notify'),
    );
    const greet = model
      .filter(({ step }) => step === 'notify')
      .map((point) => ({ ...point, step: 'greet', id: `greeting/greeted/greet/${point.moment}` }))
      .filter(({ place }) => place.exchange !== 'outside');
    const found = bites('greeting-without-retry', 'crash', [...asked, ...greet]);
    expect(found).to.deep.equal([
      `approved/${asked.at(-1)?.step}/completion/reply`,
      'greeted/greet/handed-out',
      'greeted/greet/completion/request',
    ]);
    expect(bites('greeting-without-retry', 'loseAnswer', greet)).to.deep.equal(found.slice(1, 2));
    expect(bites('greeting-without-retry', 'crash', model)).to.deep.equal([]);
  });

  it('third-attempt-forgets-key: nowhere by one crash', () => {
    for (const way of ways) {
      expect(bites('third-attempt-forgets-key', 'crash', modelPoints(way, explored))).to.deep.equal([]);
    }
  });
});
