import { expect } from 'chai';
import fc from 'fast-check';
import { attributesOf, durationMs, eventTypeOf, nthEvent, payloadsOf } from './event-history.ts';
import { canonicalJson, digestOf, type Json, valueAt } from './json.ts';
import { seededRandom } from './random.ts';

describe('canonicalJson', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const entries = Object.entries(object as Record<string, Json>);
        const reversed = Object.fromEntries(entries.toReversed());
        expect(canonicalJson(reversed)).to.equal(canonicalJson(Object.fromEntries(entries)));
      }),
    );
  });

  it('has a fixed digest, so that two programs can agree on it', () => {
    expect(digestOf([{ b: 1, a: [true, null] }])).to.equal(
      // echo -n '[{"a":[true,null],"b":1}]' | sha256sum
      'eb19bc95032965fea04a96f019a65aec7951a2b4256e3ead92336d746b298dfa',
    );
  });
});

describe('valueAt', () => {
  it('follows a dotted path, and is undefined where it leads nowhere', () => {
    expect(valueAt({ a: { b: 3 } }, 'a.b')).to.equal(3);
    expect(valueAt({ a: 1 }, 'a.b')).to.equal(undefined);
    expect(valueAt(undefined, 'a')).to.equal(undefined);
  });
});

describe('seededRandom', () => {
  it('gives the same numbers for the same seed, within the limits asked for', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: -50, max: 50 }), fc.nat(100), (seed, low, span) => {
        const [first, second] = [seededRandom(seed), seededRandom(seed)];
        const value = first.integer(low, low + span);
        expect(value).to.equal(second.integer(low, low + span));
        expect(value).to.be.within(low, low + span);
      }),
    );
  });

  it('has nothing to pick from an empty list', () => {
    expect(() => seededRandom(1).pick([])).to.throw(RangeError);
  });
});

describe('event history', () => {
  it("reads Temporal's own JSON", () => {
    const event = {
      eventId: '7',
      eventTime: '2026-01-01T00:00:00Z',
      eventType: 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED',
      activityTaskScheduledEventAttributes: {
        activityId: '1',
        heartbeatTimeout: '2s',
        input: { payloads: [{ metadata: { encoding: btoa('json/plain') }, data: btoa('{"a":1}') }] },
      },
    };
    expect(eventTypeOf(event)).to.equal('ACTIVITY_TASK_SCHEDULED');
    expect(payloadsOf(attributesOf(event).input)).to.deep.equal([{ a: 1 }]);
    expect(durationMs(attributesOf(event).heartbeatTimeout)).to.equal(2000);
    expect(durationMs('0.200s')).to.equal(200);
    expect(durationMs(undefined)).to.equal(null);
  });

  it('finds the n-th event of a type, from 1', () => {
    const events = ['TIMER_STARTED', 'TIMER_FIRED', 'TIMER_STARTED'].map((type, index) => ({
      eventId: String(index + 1),
      eventTime: '2026-01-01T00:00:00Z',
      eventType: `EVENT_TYPE_${type}`,
    }));
    const found = [1, 2, 3].map((nth) =>
      nthEvent({ workflowId: 'w', runId: 'r', events }, { eventType: 'TIMER_STARTED', nth }),
    );
    expect(found.map((event) => event?.eventId)).to.deep.equal(['1', '3', undefined]);
  });

  it('refuses a payload that it cannot read', () => {
    const encrypted = { payloads: [{ metadata: { encoding: btoa('binary/encrypted') }, data: '' }] };
    expect(() => payloadsOf(encrypted)).to.throw(TypeError, 'binary/encrypted');
  });
});
