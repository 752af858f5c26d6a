import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import type { PayloadBytes, PayloadContext, SystemCodec } from '../../../model/data-converter.ts';
import { type PayloadJson, payloadFromJson, payloadToJson } from '../payload-json.ts';

const ENCODING = 'binary/encrypted';

/** A codec by AES-GCM, which writes down whose payloads it was asked to decode. No two encryptions are the same. */
export interface EncryptingCodec extends SystemCodec {
  readonly decodedFor: readonly PayloadContext[];
}

/**
 * Makes such a codec.
 *
 * @param strict - whether it throws over payloads that it has not encoded
 */
export function encryptingCodec(password = 'a password', strict = false): EncryptingCodec {
  const key = scryptSync(password, 'salt', 32);
  const decodedFor: PayloadContext[] = [];
  return {
    decodedFor,
    encode: async (payloads) => payloads.map((payload) => encrypted(payload, key)),
    decode: async (payloads, context) => {
      if (context !== undefined) decodedFor.push(context);
      return payloads.map((payload) => {
        const encoding = Buffer.from(payload.metadata?.['encoding'] ?? []).toString();
        if (encoding === ENCODING) return decrypted(payload, key);
        if (strict) throw new Error(`The codec knows no ${encoding}.`);
        return payload;
      });
    },
  };
}

function encrypted(payload: PayloadBytes, key: Buffer): PayloadBytes {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(JSON.stringify(payloadToJson(payload))), cipher.final()]);
  return {
    metadata: { encoding: Buffer.from(ENCODING) },
    data: Buffer.concat([iv, cipher.getAuthTag(), body]),
  };
}

function decrypted({ data }: PayloadBytes, key: Buffer): PayloadBytes {
  const bytes = Buffer.from(data ?? []);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString();
  return payloadFromJson(JSON.parse(text) as PayloadJson);
}
