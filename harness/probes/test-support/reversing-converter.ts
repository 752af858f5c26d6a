import type { DataConverter, Payload } from '@temporalio/common';

const decode = (payload: Payload): Payload =>
  Buffer.from(payload.metadata?.['encoding'] ?? []).toString() === 'binary/reversed'
    ? { metadata: { encoding: Buffer.from('json/plain') }, data: Uint8Array.from(payload.data ?? []).toReversed() }
    : payload;

/** Reads payloads whose bytes are in reverse order. */
export const dataConverter: DataConverter = {
  payloadCodecs: [
    { encode: async (payloads) => payloads, decode: async (payloads) => payloads.map((payload) => decode(payload)) },
  ],
};
