import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';

const encoding = 'binary/encrypted';
const cipher = 'aes-256-gcm';
const key = scryptSync('the key of a system that has no secrets', 'salt', 32);
const ivBytes = 12;
const tagBytes = 16;

/**
 * A codec that encrypts all payloads of the orders whose id has `encrypted` in it, and reads plain ones too.
 *
 * @remarks No two encryptions of a value have the same bytes.
 * @param lateKeys - whether the key of an order whose id has `late-key` in it is missing when it is first asked for, so
 * that its first workflow task fails on each worker
 * @see https://docs.temporal.io/payload-codec
 */
export function createCodec({ lateKeys = false } = {}): PayloadCodec {
  const keysAskedFor = new Set<string>();
  return {
    encode: async (payloads, context) =>
      isOf(context, 'encrypted') ? payloads.map((payload) => encrypt(payload)) : payloads,
    async decode(payloads, context) {
      if (lateKeys && isOf(context, 'late-key') && !keysAskedFor.has(context.workflowId)) {
        keysAskedFor.add(context.workflowId);
        throw new Error(`The key of ${context.workflowId} is not there yet.`);
      }
      return payloads.map((payload) =>
        textOf(payload.metadata?.['encoding']) === encoding ? decrypt(payload) : payload,
      );
    },
  };
}

function isOf(
  context: SerializationContext | undefined,
  orders: string,
): context is SerializationContext & { readonly workflowId: string } {
  return context?.workflowId?.includes(orders) === true;
}

function encrypt({ metadata, data }: Payload): Payload {
  const iv = randomBytes(ivBytes);
  const encrypting = createCipheriv(cipher, key, iv);
  const plain = JSON.stringify([hexOf(metadata), Buffer.from(data ?? []).toString('hex')]);
  const body = Buffer.concat([encrypting.update(plain), encrypting.final()]);
  return {
    metadata: { encoding: Buffer.from(encoding) },
    data: Buffer.concat([iv, encrypting.getAuthTag(), body]),
  };
}

function decrypt({ data }: Payload): Payload {
  const all = Buffer.from(data ?? []);
  const decrypting = createDecipheriv(cipher, key, all.subarray(0, ivBytes));
  decrypting.setAuthTag(all.subarray(ivBytes, ivBytes + tagBytes));
  const plain = Buffer.concat([decrypting.update(all.subarray(ivBytes + tagBytes)), decrypting.final()]);
  const [metadata, text] = JSON.parse(plain.toString()) as [Record<string, string>, string];
  const bytes = Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'hex')]);
  return { metadata: Object.fromEntries(bytes) as Record<string, Uint8Array>, data: Buffer.from(text, 'hex') };
}

function hexOf(metadata: Payload['metadata']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('hex')]),
  );
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}
