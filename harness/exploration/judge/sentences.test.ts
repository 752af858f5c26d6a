import { expect } from 'chai';
import type { Finding } from '../../model/check.ts';
import type { Place } from '../../model/crash-point.ts';
import { activityPlace, taskPlace } from '../test-support/boundaries.ts';
import { pointAt, struckAt } from '../test-support/struck.ts';
import { describePoint, sentenceOf } from './sentences.ts';

const request = { side: 'request' } as const;
const told: readonly (readonly [Place, string])[] = [
  [activityPlace('1', 'handed-out'), 'after publish had been dispatched and before the worker heard of it'],
  [taskPlace(1, 'completion', 'request'), 'after publish had been worked out and before the server heard of it'],
  [taskPlace(1, 'completion'), 'after publish had been recorded and before the worker heard so'],
  [activityPlace('1', 'completion', request), 'after publish had done its work and before its completion was recorded'],
  [
    activityPlace('1', 'completion'),
    'after the completion of publish had been recorded and before the worker heard so',
  ],
  [activityPlace('1', 'failure', request), 'before a failure of publish was recorded'],
  [activityPlace('1', 'supabase', request), 'before request 1 of publish reached Supabase'],
  [
    activityPlace('1', 'outside', { nth: 2 }),
    'after the outside world had executed request 2 of publish and before the worker heard so',
  ],
];

function finding(check: string, summary: string): Finding {
  return { check, verdict: 'invalid', summary, exhibits: [] };
}

describe('describePoint', () => {
  for (const [place, sentence] of told) {
    it(`says "${sentence}"`, () => expect(describePoint(pointAt(place))).to.equal(sentence));
  }

  it('names a heartbeat by its progress', () => {
    const point = pointAt(activityPlace('1', 'heartbeat', request), 'extractPages', 'heartbeat page 2/request');
    expect(describePoint(point)).to.equal('before the heartbeat page 2 of extractPages was recorded');
  });
});

describe('sentenceOf', () => {
  const { task } = struckAt(activityPlace('1', 'outside'));
  const when = `Crash of the worker ${describePoint(task.point)}`;

  it('says that nothing happened where nothing did', () => {
    expect(sentenceOf(task, [])).to.equal(`${when}: nothing lost, nothing done twice.`);
  });

  it('says it in the words of the comparison with the references, where that found something', () => {
    const bad = [finding('replays-deterministically', 'z'), finding('work-done-as-without-fault', 'publish: 2.')];
    expect(sentenceOf(task, bad)).to.equal(`${when}: publish: 2.`);
    expect(sentenceOf(task, bad.slice(0, 1))).to.equal(`${when}: z`);
  });

  it('says which work was lost or done twice rather than that the end state differs', () => {
    const lost: Finding = { ...finding('side-effects-once', '1 lost.'), exhibits: [{ violation: 'lost' }] };
    const paused: Finding = { ...finding('blast-radius-contained', '1 paused.'), exhibits: [{ violation: 'paused' }] };
    const bad = [paused, finding('end-state-as-without-fault', 'it differs.'), lost];
    expect(sentenceOf(task, bad)).to.equal(`${when}: 1 lost.`);
    expect(sentenceOf(task, bad.slice(0, 2))).to.equal(`${when}: it differs.`);
  });

  it('names both places of two crashes', () => {
    const point = pointAt(activityPlace('1', 'outside', { attempt: 2 }));
    const order = { keys: [], certain: new Set<string>(), settles: new Map<string, readonly string[]>() };
    const sentence = sentenceOf({ ...task, second: { point, order, delayMs: 1 } }, []);
    expect(sentence).to.include(`, and again ${describePoint(point)}: `);
  });
});
