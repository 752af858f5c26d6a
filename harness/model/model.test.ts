import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { expect } from 'chai';
import fc from 'fast-check';
import { attributesOf, durationMs, eventTypeOf, nthEvent, payloadsOf } from './event-history.ts';
import { canonicalJson, digestOf, hasUnsafeInteger, type Json, valueAt } from './json.ts';
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

  it('is that of RFC 8785, section 3.2: numbers, escapes and the order of keys', () => {
    const example = String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
      "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`;
    expect(canonicalJson(JSON.parse(example) as Json)).to.equal(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const sorted = Object.keys(
      JSON.parse(canonicalJson(Object.fromEntries(keys.map((key) => [`${key}x`, 1])))) as object,
    );
    expect(sorted).to.deep.equal(
      ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'].map((key) => `${key}x`),
    );
    // Keys that look like numbers: JavaScript itself puts them in the order of numbers.
    expect(canonicalJson({ 9: 0, 10: 0, '-1': 0 })).to.equal('{"-1":0,"10":0,"9":0}');
  });

  it('gives one digest to a value, however another language spells it', () => {
    const ofText = (text: string): string => createHash('sha256').update(text).digest('hex');
    const spelled = JSON.parse('{ "10": 1.0, "9": [1e2, -0.0, 100.0], "a": 9007199254740991 }') as Json;
    expect(digestOf(spelled)).to.equal(ofText('{"10":1,"9":[100,0,100],"a":9007199254740991}'));
  });

  it('knows an integer whose digits JavaScript may have lost', () => {
    const read = (text: string): Json => JSON.parse(text) as Json;
    for (const text of ['9007199254740993', '{"a":[{"b":-9007199254740992}]}', '1e21'])
      expect(hasUnsafeInteger(read(text)), text).to.equal(true);
    for (const text of ['9007199254740991', '[1.5,"9007199254740993",null,true]', '{}'])
      expect(hasUnsafeInteger(read(text)), text).to.equal(false);
  });

  it('is what another implementation of the RFC writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(canonicalJson(value as Json)).to.equal(canonicalize(value));
      }),
    );
  });

  it('tells apart texts that are no Unicode, which the RFC refuses', () => {
    expect(canonicalJson(['\ud800'])).to.equal(String.raw`["\ud800"]`);
    expect(canonicalJson(['\ud801'])).not.to.equal(canonicalJson(['\ud800']));
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
    expect(durationMs('1.100s')).to.equal(1100);
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
});
