import type { temporal } from '@temporalio/proto';
import type { PayloadBytes } from '../model/data-converter.ts';
import type { TaskTerms } from '../model/journal.ts';
import type { Json } from '../model/json.ts';

type ActivityTask = temporal.api.workflowservice.v1.IPollActivityTaskQueueResponse;
/** The shape that generated code gives `google.protobuf.Duration` and `google.protobuf.Timestamp`. */
interface TimeMessage {
  readonly seconds?: { toString(): string } | number | null;
  readonly nanos?: number | null;
}

/**
 * A duration in milliseconds; null if there is none or it is zero.
 *
 * @remarks To Temporal a timeout or interval of zero means "none", so both read the same.
 */
export function millisecondsOf(duration: TimeMessage | null | undefined): number | null {
  if (duration === null || duration === undefined) return null;
  const ms = Number((duration.seconds ?? 0).toString()) * 1000 + (duration.nanos ?? 0) / 1e6;
  return ms === 0 ? null : ms;
}

/** An instant as the books write it; undefined if there is none. */
export function timeOf(timestamp: TimeMessage | null | undefined): string | undefined {
  const ms = millisecondsOf(timestamp);
  return ms === null ? undefined : new Date(ms).toISOString();
}

/**
 * The value of the first payload, or undefined if there is none or it isn't plain JSON.
 *
 * @remarks An encrypted or otherwise encoded payload is no error; its value is just unknown.
 * @throws SyntaxError if a payload declares itself json/plain and isn't.
 */
export function firstPayloadOf(payloads: temporal.api.common.v1.IPayloads | null | undefined): Json | undefined {
  const payload = payloads?.payloads?.[0];
  if (payload === undefined) return undefined;
  const encoding = Buffer.from(payload.metadata?.['encoding'] ?? []).toString();
  if (encoding === 'binary/null') return null;
  if (encoding !== 'json/plain') return undefined;
  return JSON.parse(Buffer.from(payload.data ?? []).toString()) as Json;
}

/** The first payload, if it is neither plain JSON nor nothing: only the system's data converter can read it. */
export function encodedPayloadOf(
  payloads: temporal.api.common.v1.IPayloads | null | undefined,
): PayloadBytes | undefined {
  const payload = payloads?.payloads?.[0];
  const encoding = Buffer.from(payload?.metadata?.['encoding'] ?? []).toString();
  return payload === undefined || encoding === 'binary/null' || encoding === 'json/plain' ? undefined : payload;
}

/** How much of the message of a failure the journal has, in characters. */
export const MOST_OF_A_MESSAGE = 300;

/** The timeouts and the retry policy that the server sent with an activity task. */
export function termsOf(task: ActivityTask): TaskTerms {
  const retry = task.retryPolicy;
  return {
    heartbeatTimeoutMs: millisecondsOf(task.heartbeatTimeout),
    startToCloseTimeoutMs: millisecondsOf(task.startToCloseTimeout),
    scheduleToCloseTimeoutMs: millisecondsOf(task.scheduleToCloseTimeout),
    retryInitialIntervalMs: millisecondsOf(retry?.initialInterval),
    retryBackoffCoefficient: retry?.backoffCoefficient || null,
    retryMaximumIntervalMs: millisecondsOf(retry?.maximumInterval),
  };
}

/** A text, or undefined if protobuf's default stands for "not set". */
export function textOf(value: string | null | undefined): string | undefined {
  return value === null || value === undefined || value === '' ? undefined : value;
}

/** The same object without the fields that are undefined, as exact optional fields want it. */
export function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
