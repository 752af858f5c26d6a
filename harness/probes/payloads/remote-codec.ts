import { z } from 'zod';
import { HarnessError, messageWithCause } from '../../errors.ts';
import type { CodecServer, PayloadBytes, SystemCodec } from '../../model/data-converter.ts';
import { payloadFromJson, payloadJsonSchema, payloadToJson } from './payload-json.ts';

/** How long a request may take, in milliseconds. */
const REQUEST_LIMIT_MS = 5000;
/** Statuses that speak of the request as such, not of the payloads in it. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 404, 405, 407]);

const answerSchema = z.object({ payloads: z.array(payloadJsonSchema) });

/**
 * The codec behind a codec server.
 *
 * @remarks It speaks Temporal's protocol: `POST …/encode` and `POST …/decode` with `{ "payloads": […] }` and the header
 * `X-Namespace`. Its functions throw HarnessError CHAOS_CODEC_SERVER if the server does not answer, refuses the request
 * or answers something else, and another Error if it refuses these very payloads. No sentence contains the token.
 * @see https://docs.temporal.io/codec-server
 */
export function remoteCodec(server: CodecServer, namespace: string): SystemCodec {
  const ask = async (verb: 'encode' | 'decode', payloads: readonly PayloadBytes[]): Promise<PayloadBytes[]> => {
    if (payloads.length === 0) return [];
    const response = await post({ server, namespace, verb }, { payloads: payloads.map(payloadToJson) });
    const read = answerSchema.safeParse(response);
    if (read.success && read.data.payloads.length === payloads.length) return read.data.payloads.map(payloadFromJson);
    const sentence = `Expected the codec server at ${server.endpoint} to answer ${payloads.length} payloads to /${verb}, but it answered something else.`;
    throw new HarnessError('CHAOS_CODEC_SERVER', `${sentence} ${ADVICE}`);
  };
  return { encode: (payloads) => ask('encode', payloads), decode: (payloads) => ask('decode', payloads) };
}

const ADVICE = 'Correct `codecServer` in chaos.config.ts, or see the log of the server.';

interface Asked {
  readonly server: CodecServer;
  readonly namespace: string;
  readonly verb: 'encode' | 'decode';
}

/** The answer as JSON; undefined if it is none. */
async function post({ server: { endpoint, auth }, namespace, verb }: Asked, body: object): Promise<unknown> {
  const base = endpoint.replaceAll('{namespace}', encodeURIComponent(namespace)).replace(/\/$/, '');
  const authorization = auth === undefined ? {} : { authorization: auth };
  const response = await answered(endpoint, () =>
    fetch(`${base}/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-namespace': namespace, ...authorization },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
    }),
  );
  const text = await answered(endpoint, () => response.text());
  if (response.ok) return jsonIn(text);
  if (!REFUSALS.has(response.status)) throw new Error(`the codec server answered ${response.status}`);
  const sentence = `Expected the codec server at ${endpoint} to ${verb} payloads, but it answered ${response.status}.`;
  throw new HarnessError('CHAOS_CODEC_SERVER', `${sentence} ${ADVICE}`);
}

async function answered<T>(endpoint: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    const sentence = `Expected the codec server at ${endpoint} to answer, but it did not: ${messageWithCause(cause)}.`;
    throw new HarnessError('CHAOS_CODEC_SERVER', `${sentence} Start it, or correct \`codecServer.endpoint\`.`, {
      cause,
    });
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
