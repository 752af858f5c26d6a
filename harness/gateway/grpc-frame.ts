import { gunzipSync } from 'node:zlib';

const HEADER_BYTES = 5;
/** Far above gRPC's usual limit of 4 MB, so that only a bomb is refused. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

/**
 * The first message of a gRPC body, decompressed; null if the body holds none, as in a reply that is only a status.
 *
 * @remarks A frame is one byte "compressed", four bytes of length (big endian) and the message. The body itself is never
 * changed: this is for reading along.
 * @param encoding - the header `grpc-encoding`, by which a set flag is understood
 * @throws TypeError if the frame is cut short or compressed in a way we don't know.
 */
export function grpcMessage(body: Buffer, encoding = 'gzip'): Buffer | null {
  if (body.length === 0) return null;
  if (body.length < HEADER_BYTES) throw new TypeError(`Expected a gRPC frame, but got ${body.length} bytes.`);
  const length = body.readUInt32BE(1);
  const message = body.subarray(HEADER_BYTES, HEADER_BYTES + length);
  if (message.length < length) {
    throw new TypeError(`Expected a gRPC message of ${length} bytes, but got ${message.length}.`);
  }
  if (body[0] === 0) return message;
  if (encoding !== 'gzip') throw new TypeError(`Expected gzip, but the message is compressed as "${encoding}".`);
  return gunzipSync(message, { maxOutputLength: MAX_MESSAGE_BYTES });
}

/** The status that headers or trailers carry, or null if they carry none. */
export function grpcStatusOf(headers: Readonly<Record<string, unknown>>): number | null {
  const status = headers['grpc-status'];
  return typeof status === 'string' && /^\d+$/.test(status) ? Number(status) : null;
}

/** The message beside a status; gRPC percent-encodes it. */
export function grpcMessageTextOf(headers: Readonly<Record<string, unknown>>): string | undefined {
  const text = headers['grpc-message'];
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // The specification: what can't be decoded is shown as it came, never refused.
  }
}
