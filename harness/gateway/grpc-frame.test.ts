import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { grpcMessage, grpcMessageTextOf, grpcStatusOf } from './grpc-frame.ts';

function frame(message: Uint8Array, compressed: boolean): Buffer {
  const bytes = compressed ? gzipSync(message) : message;
  const header = Buffer.alloc(5);
  header.writeUInt8(compressed ? 1 : 0);
  header.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([header, bytes]);
}

describe('grpcMessage', () => {
  it('gives back what was framed, compressed or not', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 2000 }), fc.boolean(), (message, compressed) => {
      expect(grpcMessage(frame(message, compressed))).to.deep.equal(Buffer.from(message));
    });
    fc.assert(property);
  });

  it('refuses what is cut short anywhere, but for a body that is empty', () => {
    const whole = frame(Buffer.from('hello'), false);
    for (let length = 1; length < whole.length; length += 1) {
      expect(() => grpcMessage(whole.subarray(0, length)), `${length} bytes`).to.throw(TypeError);
    }
    expect(grpcMessage(Buffer.alloc(0))).to.equal(null);
  });

  it('refuses a compression it does not know', () => {
    expect(() => grpcMessage(frame(Buffer.from('hello'), true), 'zstd')).to.throw('"zstd"');
  });
});

describe('the status of a call', () => {
  it('is read from headers or trailers', () => {
    expect(grpcStatusOf({ 'grpc-status': '14' })).to.equal(14);
    expect(grpcStatusOf({})).to.equal(null);
    expect(grpcStatusOf({ 'grpc-status': 'odd' })).to.equal(null);
  });

  it('has a message that is percent-decoded, or shown as it came', () => {
    expect(grpcMessageTextOf({ 'grpc-message': 'not%20found' })).to.equal('not found');
    expect(grpcMessageTextOf({ 'grpc-message': '50%' })).to.equal('50%');
    expect(grpcMessageTextOf({ 'grpc-message': '' })).to.equal(undefined);
  });
});
