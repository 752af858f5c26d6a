import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { Json } from './json.ts';
import { isOpaque, payloadsOf } from './payloads.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function valuesOf(...payloads: readonly (readonly [encoding: string | null, data: string])[]): readonly Json[] {
  return payloadsOf({
    payloads: payloads.map(([encoding, data]) => ({
      ...(encoding === null ? {} : { metadata: { encoding: base64(encoding) } }),
      data: base64(data),
    })),
  });
}

describe('payloadsOf', () => {
  it('reads JSON, also of protobuf messages, and nothing', () => {
    const values = valuesOf(['json/plain', '{"a":1}'], ['json/protobuf', '{"b":2}'], ['json/plain', 'null']);
    expect(values).to.deep.equal([{ a: 1 }, { b: 2 }, null]);
    expect(valuesOf(['binary/null', ''])).to.deep.equal([null]);
    expect(payloadsOf(undefined)).to.deep.equal([]);
  });

  it('tells bytes by their digest, and hides no value beside them', () => {
    const [bytes, message, one] = valuesOf(['binary/plain', 'raw'], ['binary/protobuf', 'msg'], ['json/plain', '1']);
    expect(bytes).to.deep.equal({ payloadEncoding: 'binary/plain', sha256: sha256('raw') });
    expect(message).to.deep.equal({ payloadEncoding: 'binary/protobuf', sha256: sha256('msg') });
    expect(one).to.equal(1);
  });

  it('gives no digest of an encoding that may encode equal values differently', () => {
    expect(valuesOf(['binary/encrypted', 'x'])).to.deep.equal([{ payloadEncoding: 'binary/encrypted', sha256: null }]);
    expect(valuesOf([null, 'x'])).to.deep.equal([{ payloadEncoding: '', sha256: null }]);
  });

  it('throws over no data that is empty or broken', () => {
    for (const data of ['', '{"a":'])
      expect(valuesOf(['json/plain', data]).every((one) => isOpaque(one))).to.equal(true);
  });
});

describe('isOpaque', () => {
  it('knows such values from JSON', () => {
    const values = valuesOf(['binary/plain', 'raw'], ['json/plain', '{"sha256":"a"}'], ['json/plain', 'null']);
    expect(values.map((one) => isOpaque(one))).to.deep.equal([true, false, false]);
  });
});
