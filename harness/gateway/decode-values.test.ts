import { expect } from 'chai';
import { firstPayloadOf, millisecondsOf } from './decode-values.ts';

describe('values of messages', () => {
  it('are undefined where a payload is not plain JSON, and an error where it lies', () => {
    const payload = (encoding: string, data: string) => ({
      payloads: [{ metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from(data) }],
    });
    expect(firstPayloadOf(payload('binary/encrypted', 'x'))).to.equal(undefined);
    expect(firstPayloadOf(payload('binary/null', ''))).to.equal(null);
    expect(firstPayloadOf({})).to.equal(undefined);
    expect(() => firstPayloadOf(payload('json/plain', '{'))).to.throw(SyntaxError);
  });

  it('are milliseconds, and null for "none"', () => {
    expect(millisecondsOf({ seconds: 1, nanos: 500_000_000 })).to.equal(1500);
    expect(millisecondsOf({ seconds: 0, nanos: 0 })).to.equal(null);
    expect(millisecondsOf(undefined)).to.equal(null);
  });
});
