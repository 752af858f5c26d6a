import { Reader } from 'protobufjs';

/**
 * A protobuf message without some of its top-level fields.
 *
 * @remarks Decoding a whole event history only to learn who a task belongs to would cost more than the rest of the hop;
 * skipping a field costs next to nothing.
 * @param ids - field numbers to leave out
 * @throws RangeError if the message is cut short.
 */
export function withoutFields(message: Uint8Array, ids: ReadonlySet<number>): Uint8Array {
  const reader = Reader.create(message);
  const kept: Uint8Array[] = [];
  while (reader.pos < message.length) {
    const start = reader.pos;
    const tag = reader.uint32();
    reader.skipType(tag & 7);
    if (!ids.has(tag >>> 3)) kept.push(message.subarray(start, reader.pos));
  }
  return Buffer.concat(kept);
}
