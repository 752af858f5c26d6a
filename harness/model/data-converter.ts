import type { Json } from './json.ts';

/** A payload as SDKs have it in memory; its metadata names the `encoding` of its data. */
export interface PayloadBytes {
  metadata?: Record<string, Uint8Array> | null;
  data?: Uint8Array | null;
}

/**
 * A codec of the system, as the TypeScript SDK's `PayloadCodec`.
 *
 * @remarks The context is the SDK's `SerializationContext`: the workflow or the activity that the payloads belong to.
 * @see https://docs.temporal.io/payload-codec
 */
export interface SystemCodec {
  encode(payloads: PayloadBytes[], context?: PayloadContext): Promise<PayloadBytes[]>;
  decode(payloads: PayloadBytes[], context?: PayloadContext): Promise<PayloadBytes[]>;
}

/** Whose payloads they are, as the TypeScript SDK's `SerializationContext`. */
export type PayloadContext =
  | { readonly type: 'workflow'; readonly namespace: string; readonly workflowId: string }
  | {
      readonly type: 'activity';
      readonly namespace: string;
      readonly workflowId?: string;
      readonly activityId?: string;
      readonly isLocal: boolean;
    };

/**
 * The data converter of the system, in the terms of the TypeScript SDK.
 *
 * @see https://docs.temporal.io/develop/typescript/converters-and-encryption
 *
 * @example
 * const dataConverter: SystemDataConverter = { payloadCodecs: [new EncryptionCodec(keys)] };
 */
export interface SystemDataConverter {
  /** The path of a module that exports `payloadConverter`, from the project's folder; left out: Temporal's default. */
  readonly payloadConverterPath?: string;
  /** The path of a module that exports `failureConverter`, from the project's folder; left out: Temporal's default. */
  readonly failureConverterPath?: string;
  /** Encode in this order, and decode in the opposite one; left out: none. */
  readonly payloadCodecs?: readonly SystemCodec[];
}

/**
 * A codec that runs as an HTTP server, in any language: `POST …/encode` and `POST …/decode`, as the Temporal UI and the
 * Temporal CLI ask it.
 *
 * @see https://docs.temporal.io/codec-server
 *
 * @example
 * const codecServer: CodecServer = { endpoint: 'http://127.0.0.1:8081', auth: `Bearer ${token}` };
 */
export interface CodecServer {
  /** The URL before `/encode` and `/decode`; `{namespace}` in it stands for the namespace. */
  readonly endpoint: string;
  /** The value of the header `Authorization`. Secret: never journalled, logged or reported. */
  readonly auth?: string;
}

/** The part of a configuration that says how the payloads of the system are encoded. */
export interface PayloadSettings {
  /**
   * How the workers convert and encode payloads: a data converter, or the path of a module that exports `dataConverter`.
   * Left out: as Temporal's default. Else the harness sends, reads and replays by it.
   */
  readonly dataConverter?: string | SystemDataConverter;
  /** A server that encodes and decodes the payloads; left out: the codecs of `dataConverter`, if there are any. */
  readonly codecServer?: CodecServer;
}

/** Reads heartbeat details that the system encodes; undefined if they can't be read. It never rejects. */
export type ReadDetails = (
  payload: PayloadBytes,
  of: { readonly workflowId?: string | undefined; readonly activityId?: string | undefined },
) => Promise<Json | undefined>;

/** Decodes payloads of the system; null stands for one that can't be decoded. */
export type DecodePayloads = (
  payloads: readonly PayloadBytes[],
  context: PayloadContext,
) => Promise<readonly (PayloadBytes | null)[]>;
