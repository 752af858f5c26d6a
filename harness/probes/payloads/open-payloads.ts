import type { DataConverter, LoadedDataConverter, PayloadCodec } from '@temporalio/common';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/data-converter-helpers.js';
import { HarnessError, reasonOf } from '../../errors.ts';
import type {
  CodecServer,
  DecodePayloads,
  PayloadBytes,
  PayloadContext,
  ReadDetails,
  SystemCodec,
  SystemDataConverter,
} from '../../model/data-converter.ts';
import { isOpaque, payloadsOf } from '../../model/payloads.ts';
import { orAborted } from '../../wait.ts';
import { decoder } from './decoder.ts';
import { asJson } from './json-value.ts';
import { encodingOf, payloadToJson, type WrittenPayload } from './payload-json.ts';
import { remoteCodec } from './remote-codec.ts';

/** What the payloads of a system are read and written by. */
export interface PayloadOptions {
  /** With absolute paths. */
  readonly converter: SystemDataConverter;
  readonly codecServer: CodecServer | undefined;
  readonly namespace: string;
  /** Told why payloads can't be decoded, once for each reason. */
  readonly unread: (reason: string) => void;
}

/** Writes and reads the payloads of a system as its workers do. */
export interface SystemPayloads {
  /** For a client of the SDK. */
  readonly converter: DataConverter;
  readonly namespace: string;
  /** Undoes the codecs. */
  readonly decode: DecodePayloads;
  /**
   * A decoded payload as Temporal's default converter would have written its value, so that it can be compared.
   *
   * @remarks A value that is no JSON keeps the bytes of its payload.
   * @returns null if the system's own converter throws: nothing is known of the value then
   */
  plain(payload: PayloadBytes, context: PayloadContext): WrittenPayload | null;
  /** Reads heartbeat details; undefined if they can't be read. */
  readonly readDetails: ReadDetails;
}

/**
 * Opens the data converter of a system.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if a converter can't be loaded; CHAOS_CODEC_SERVER if the codec server does not
 * answer, or does not decode what it encodes.
 */
export async function openPayloads(options: PayloadOptions): Promise<SystemPayloads> {
  const { converter, codecServer, namespace } = options;
  const codecs =
    codecServer === undefined ? [...(converter.payloadCodecs ?? [])] : [remoteCodec(codecServer, namespace)];
  const own = ownConverter(converter);
  if (codecServer !== undefined) await demandRoundTrip(codecServer, codecs, namespace);
  const unread = onceEach(options.unread);
  const decode = decoder(codecs, unread);
  const plain: SystemPayloads['plain'] = (payload, context) => {
    if (own === null) return payloadToJson(payload);
    try {
      return plainOf(own, payload, context);
    } catch (error) {
      unread(reasonOf(error));
      return null;
    }
  };
  return {
    converter: { ...converter, payloadCodecs: codecs.map(ofSdk) },
    namespace,
    decode,
    plain,
    readDetails: readerOf({ namespace, decode, plain }, unread),
  };
}

/** How long a heartbeat may wait for its details to be decoded, in milliseconds: a late one would look like a defect. */
const DETAILS_LIMIT_MS = 500;

/** A codec server that is away must not stop a heartbeat on its way. */
function readerOf(
  { namespace, decode, plain }: Pick<SystemPayloads, 'namespace' | 'decode' | 'plain'>,
  unread: (reason: string) => void,
): ReadDetails {
  return async (payload, { workflowId, activityId }) => {
    const ids = {
      ...(workflowId === undefined ? {} : { workflowId }),
      ...(activityId === undefined ? {} : { activityId }),
    };
    const context = { type: 'activity', namespace, ...ids, isLocal: false } as const;
    try {
      const [decoded = null] = await orAborted(decode([payload], context), AbortSignal.timeout(DETAILS_LIMIT_MS));
      const written = decoded === null ? null : plain(decoded, context);
      const [value] = payloadsOf({ payloads: written === null ? [] : [written] });
      return isOpaque(value) ? undefined : value;
    } catch (error) {
      unread(reasonOf(error));
      return undefined;
    }
  };
}

/** A reason may name the payload or the request, so that each is another one. */
const MOST_REASONS = 10;

function onceEach(tell: (reason: string) => void): (reason: string) => void {
  const told = new Set<string>();
  return (reason) => {
    if (told.has(reason) || told.size > MOST_REASONS) return;
    told.add(reason);
    tell(told.size > MOST_REASONS ? 'and for other reasons, which are not told' : reason);
  };
}

/** The SDK's codecs take its own contexts, which ours are. */
function ofSdk(codec: SystemCodec): PayloadCodec {
  return {
    encode: (payloads, context) => codec.encode(payloads, context),
    decode: (payloads, context) => codec.decode(payloads, context),
  };
}

/** Null if the system converts its values as Temporal does by default. */
function ownConverter(converter: SystemDataConverter): LoadedDataConverter | null {
  const { payloadCodecs: _codecs, ...paths } = converter;
  try {
    const loaded = loadDataConverter(paths);
    return paths.payloadConverterPath === undefined ? null : loaded;
  } catch (cause) {
    const sentence = `\`dataConverter\` can't be loaded: ${reasonOf(cause)}. Correct its paths in chaos.config.ts.`;
    throw new HarnessError('CHAOS_BAD_CONFIG', sentence, { cause });
  }
}

/** Encodings whose bytes are the same for equal values. */
const bytesTell: ReadonlySet<string> = new Set(['json/plain', 'json/protobuf', 'binary/plain', 'binary/protobuf']);

function plainOf(
  { payloadConverter }: LoadedDataConverter,
  payload: PayloadBytes,
  context: PayloadContext,
): WrittenPayload {
  const value: unknown = payloadConverter.fromPayload({ ...payload }, context);
  const json = asJson(value);
  if (json !== undefined) return written('json/plain', Buffer.from(JSON.stringify(json)));
  // As bytes it is compared with itself only, never with a value that a plan gives.
  if (bytesTell.has(encodingOf(payload))) return written('binary/plain', payload.data ?? new Uint8Array());
  return payloadToJson(payload);
}

function written(encoding: string, data: Uint8Array): WrittenPayload {
  return payloadToJson({ metadata: { encoding: Buffer.from(encoding) }, data });
}

/** @throws HarnessError CHAOS_CODEC_SERVER */
async function demandRoundTrip(
  { endpoint }: CodecServer,
  codecs: readonly SystemCodec[],
  namespace: string,
): Promise<void> {
  const context = { type: 'workflow', namespace, workflowId: 'durable-chaos' } as const;
  const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"durable-chaos"') };
  const back = await (async (): Promise<PayloadBytes | undefined> => {
    let payloads: PayloadBytes[] = [payload];
    for (const codec of codecs) payloads = await codec.encode(payloads, context);
    for (const codec of codecs.toReversed()) payloads = await codec.decode(payloads, context);
    return payloads[0];
  })().catch((cause: unknown) => {
    if (cause instanceof HarnessError) throw cause;
    throw notDecoding(endpoint, `: ${reasonOf(cause)}`, cause);
  });
  if (back === undefined || JSON.stringify(payloadToJson(back)) !== JSON.stringify(payloadToJson(payload)))
    throw notDecoding(endpoint, '');
}

function notDecoding(endpoint: string, why: string, cause?: unknown): HarnessError {
  const sentence = `Expected the codec server at ${endpoint} to decode what it encodes, but it does not${why}.`;
  const advice = 'Correct `codecServer` in chaos.config.ts: it must have both /encode and /decode.';
  return new HarnessError('CHAOS_CODEC_SERVER', `${sentence} ${advice}`, { cause });
}
