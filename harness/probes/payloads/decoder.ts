import { createHash } from 'node:crypto';
import { HarnessError, reasonOf } from '../../errors.ts';
import type { DecodePayloads, PayloadBytes, PayloadContext, SystemCodec } from '../../model/data-converter.ts';
import { orAborted } from '../../wait.ts';
import { encodingOf } from './payload-json.ts';

/** Event histories are read many times while they grow. */
const MAX_REMEMBERED = 50_000;
/** How long payloads may be tried apart, in milliseconds: a codec that fails slowly would keep a run up for hours. */
const APART_LIMIT_MS = 30_000;
/** How often a payload is tried: a codec may get its key late. */
const MOST_TRIES = 3;

/** What Temporal's default data converter and the SDKs write themselves, which codecs need not know. */
const plainEncoding = /^(?:json\/|binary\/(?:null|plain|protobuf)$)/;

/**
 * Undoes codecs, of which the last is undone first.
 *
 * @remarks Payloads are decoded together, and apart only if that fails: one that can't be decoded then spoils no other.
 * What was decoded is remembered. If a codec does not know plain payloads, they stay as they are.
 * @param unread - told why a payload can't be decoded
 * @param limitMs - how long payloads may be tried apart, in milliseconds
 * @returns a function that throws HarnessError if the codec server is away, or a codec hangs or takes too long, and no
 * other error
 */
export function decoder(
  codecs: readonly SystemCodec[],
  unread: (reason: string) => void,
  limitMs: number = APART_LIMIT_MS,
): DecodePayloads {
  const tried = new Tried();
  return async (payloads, context) => {
    if (codecs.length === 0) return payloads;
    const keys = payloads.map((payload) => keyOf(payload, context));
    const known = keys.map((key) => tried.result(key));
    const fresh = payloads.filter((_payload, index) => known[index] === undefined);
    const endMs = performance.now() + limitMs;
    const found = [...(await decodeApart({ codecs, context, unread, endMs }, fresh))];
    return known.map((before, index) => {
      if (before !== undefined) return before;
      const payload = found.shift() ?? null;
      tried.note(keys[index] ?? '', payload);
      return payload;
    });
  };
}

interface Decoding {
  readonly codecs: readonly SystemCodec[];
  readonly context: PayloadContext;
  readonly unread: (reason: string) => void;
  /** When it is given up, in the time of performance.now(). */
  readonly endMs: number;
}

/** Each payload, or null for one that can't be decoded: where decoding fails, each half is tried alone. */
async function decodeApart(
  decoding: Decoding,
  payloads: readonly PayloadBytes[],
): Promise<readonly (PayloadBytes | null)[]> {
  const [first] = payloads;
  if (first === undefined) return [];
  try {
    return await decodeTogether(decoding, payloads);
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    if (payloads.length > 1) {
      if (performance.now() >= decoding.endMs) throw tooSlow(payloads.length, error);
      const half = Math.ceil(payloads.length / 2);
      const before = await decodeApart(decoding, payloads.slice(0, half));
      return [...before, ...(await decodeApart(decoding, payloads.slice(half)))];
    }
    if (plainEncoding.test(encodingOf(first))) return [first];
    decoding.unread(reasonOf(error));
    return [null];
  }
}

async function decodeTogether(
  { codecs, context }: Decoding,
  payloads: readonly PayloadBytes[],
): Promise<PayloadBytes[]> {
  let left: PayloadBytes[] = payloads.map((payload) => ({ ...payload }));
  for (const codec of codecs.toReversed()) left = await withinLimit(codec.decode(left, context));
  if (left.length === payloads.length) return left;
  throw new Error(`the codec decoded ${payloads.length} payloads to ${left.length}`);
}

function tooSlow(payloads: number, cause: unknown): HarnessError {
  const sentence = `Expected the codec of \`dataConverter\` to decode payloads, but ${payloads} of them were still not decoded when their time was over: ${reasonOf(cause)}.`;
  return new HarnessError('CHAOS_WAIT_TIMEOUT', `${sentence} See whether it has their key.`, { cause });
}

/** How long a codec may take, in milliseconds. */
const CODEC_LIMIT_MS = 10_000;

/** @throws HarnessError CHAOS_WAIT_TIMEOUT */
async function withinLimit<T>(decoding: Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(CODEC_LIMIT_MS);
  try {
    return await orAborted(decoding, signal);
  } catch (error) {
    if (error !== signal.reason) throw error;
    const sentence = `Expected the codec of \`dataConverter\` to decode payloads within ${CODEC_LIMIT_MS / 1000} s, but it did not.`;
    throw new HarnessError('CHAOS_WAIT_TIMEOUT', `${sentence} See whether it waits for a server that is away.`);
  }
}

/** What became of payloads, by their keys. */
class Tried {
  readonly #decoded = new Map<string, PayloadBytes>();
  readonly #failures = new Map<string, number>();

  /** Undefined: it must be tried. */
  result(key: string): PayloadBytes | null | undefined {
    if ((this.#failures.get(key) ?? 0) >= MOST_TRIES) return null;
    return this.#decoded.get(key);
  }

  note(key: string, payload: PayloadBytes | null): void {
    if (payload === null) remember(this.#failures, key, (this.#failures.get(key) ?? 0) + 1);
    else remember(this.#decoded, key, payload);
  }
}

function keyOf({ metadata, data }: PayloadBytes, context: PayloadContext): string {
  const hash = createHash('sha256').update(JSON.stringify(context));
  const parts = Object.entries({ ...metadata, '': data ?? new Uint8Array() });
  for (const [name, bytes] of parts) hash.update(`\0${name}\0${bytes.length}\0`).update(bytes);
  return hash.digest('base64');
}

function remember<T>(all: Map<string, T>, key: string, one: T): void {
  all.set(key, one);
  const [oldest] = all.keys();
  if (all.size > MAX_REMEMBERED && oldest !== undefined) all.delete(oldest);
}
