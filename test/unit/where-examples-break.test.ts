import { expect } from 'chai';
import type { CrashPoint, Place } from '../../harness/index.ts';
import { harmOf, whereExamplesBreak } from '../explore/where-examples-break.ts';

type Moment = readonly [moment: string, place: object];

/** The points of one activity, the workflow task that asks for it before them. */
function pointsOf(type: string, inside: readonly Moment[], way = 'some'): readonly CrashPoint[] {
  const moments: readonly Moment[] = [
    ['completion/reply', { task: 'workflow', number: 1, exchange: 'completion', side: 'reply' }],
    ['handed-out', { exchange: 'handed-out', side: 'reply' }],
    ...inside,
    ['completion/request', { exchange: 'completion', side: 'request' }],
    ['completion/reply', { exchange: 'completion', side: 'reply' }],
  ];
  return moments.map(([moment, rest], order) => {
    const place = { task: 'activity', activityId: '1', attempt: 1, ...rest } as Place;
    const step = place.task === 'workflow' ? 'workflow task 1' : type;
    return { id: `${step}/${moment}`, case: way, step, moment, place, order, atMs: order, references: 3 };
  });
}

function asked(service: string, nth: number): readonly Moment[] {
  return (['request', 'reply'] as const).map((side) => [`${service} ${nth}/${side}`, { exchange: service, nth, side }]);
}

function heartbeat(line: number): readonly Moment[] {
  return (['request', 'reply'] as const).map((side) => [
    `heartbeat line ${line}/${side}`,
    { exchange: 'heartbeat', details: `line ${line}`, side },
  ]);
}

describe('where the defects of the examples do harm', () => {
  const saga = whereExamplesBreak['typescript-saga'].defects;
  const billing = whereExamplesBreak['python-billing'].defects;
  const charged = pointsOf('charge_lines', [...asked('payments', 1), ...heartbeat(1), ...asked('payments', 2)]);
  const refunded = pointsOf('refund_lines', [...asked('payments', 1), ...asked('payments', 2)]);

  it('is from the answer of a provider to the record of it, for keys that change', () => {
    const points = pointsOf('bookHotel', asked('providers', 1));
    const ids = ['bookHotel/providers 1/reply', 'bookHotel/completion/request'];
    expect(saga['key-of-attempt'].crash(points)).to.deep.equal(ids);
    const lost = harmOf(saga['key-of-attempt'], { service: 'providers', action: 'lose-answer' }, points);
    expect(lost).to.deep.equal(['bookHotel/providers 1/reply']);
    expect(billing['no-idempotency-key'].crash(charged)).to.deep.equal([
      'charge_lines/payments 1/reply',
      'charge_lines/heartbeat line 1/request',
      'charge_lines/payments 2/reply',
      'charge_lines/completion/request',
    ]);
  });

  it('is nowhere where the provider refuses', () => {
    const points = pointsOf('chargeCard', asked('providers', 1), 'refused');
    expect(saga['key-of-attempt'].crash(points)).to.deep.equal([]);
  });

  it('is from the beginning of a compensation to its row, for one that a second attempt skips', () => {
    const points = pointsOf('cancelHotel', asked('providers', 1));
    expect(saga['skips-retried-undo'].crash(points)).to.deep.equal([
      'workflow task 1/completion/reply',
      'cancelHotel/handed-out',
      'cancelHotel/providers 1/request',
      'cancelHotel/providers 1/reply',
    ]);
    const lost = (action: string): readonly string[] =>
      harmOf(saga['skips-retried-undo'], { service: 'providers', action }, points);
    expect(lost('lose-answer')).to.deep.equal(['cancelHotel/handed-out', 'cancelHotel/providers 1/reply']);
    expect(lost('lose-request')).to.deep.equal(['cancelHotel/providers 1/request']);
    expect(saga['skips-retried-undo'].crash(pointsOf('bookHotel', asked('providers', 1)))).to.deep.equal([]);
  });

  it('is from a row to the record of it, for inserts that are refused again', () => {
    expect(billing['plain-insert'].crash(charged)).to.deep.equal([
      'charge_lines/heartbeat line 1/request',
      'charge_lines/completion/request',
    ]);
    expect(billing['plain-insert'].crash(refunded)).to.deep.equal([
      'refund_lines/payments 2/request',
      'refund_lines/payments 2/reply',
      'refund_lines/completion/request',
    ]);
  });
});
