import type { PayloadBytes, PayloadContext } from '../../model/data-converter.ts';
import { holdsEncoded } from '../../model/encoded-payloads.ts';
import { attributesOf, type EventHistory, type HistoryEvent } from '../../model/event-history.ts';
import type { Json } from '../../model/json.ts';
import { payloadsIn, payloadsOf } from '../../model/payloads.ts';
import type { SystemPayloads } from './open-payloads.ts';
import { payloadContexts } from './payload-contexts.ts';
import { payloadFromJson, payloadToJson, type WrittenPayload } from './payload-json.ts';

/**
 * An event history whose payloads can be read and compared: what the system's codecs and converters wrote is in it as
 * Temporal's default converter would have written it. Payloads that can't be decoded stay as they are.
 *
 * @returns the same event history where there is nothing to decode; else with what Temporal recorded beside it
 * @throws HarnessError CHAOS_CODEC_SERVER if the codec server is away
 */
export async function readableHistory(history: EventHistory, payloads: SystemPayloads): Promise<EventHistory> {
  const { events } = await withPayloads(history, payloads, (payload, context) => payloads.plain(payload, context));
  const isSame = events.every((event, index) => event === history.events[index]);
  return isSame ? history : { ...history, events, recorded: history.events };
}

/** An event history for a replay, and how many payloads of it can't be decoded. */
export interface ReplayableHistory {
  readonly events: readonly HistoryEvent[];
  readonly unread: number;
}

/**
 * The recorded events of an event history without the codecs of the system, as workflow code gets them.
 *
 * @throws HarnessError CHAOS_CODEC_SERVER if the codec server is away
 */
export async function replayableHistory(
  { workflowId, events, recorded = events }: EventHistory,
  payloads: SystemPayloads,
): Promise<ReplayableHistory> {
  // What a codec does not know it leaves as it is, without a word.
  const hasOwnConverter = payloads.converter.payloadConverterPath !== undefined;
  const written = (payload: PayloadBytes): WrittenPayload | null => {
    const one = payloadToJson(payload);
    return holdsEncoded(one) && !hasOwnConverter ? null : one;
  };
  return withPayloads({ workflowId, events: recorded }, payloads, written);
}

/** A decoded payload as it is written; null if it can't be. */
type Write = (payload: PayloadBytes, context: PayloadContext) => WrittenPayload | null;
/** Payloads by their place in memory, each with what stands for it. */
type Replacements = ReadonlyMap<Json, WrittenPayload>;

async function withPayloads(
  history: Pick<EventHistory, 'workflowId' | 'events'>,
  { namespace, decode }: SystemPayloads,
  write: Write,
): Promise<ReplayableHistory> {
  const contextOf = payloadContexts(history, namespace);
  const found = history.events.flatMap((event) =>
    payloadsIn(attributesOf(event)).map((payload) => ({ payload, context: contextOf(event) })),
  );
  const replaced = new Map<Json, WrittenPayload>();
  let unread = 0;
  for (const same of Map.groupBy(found, ({ context }) => JSON.stringify(context)).values()) {
    const context = same[0]?.context;
    if (context === undefined) continue;
    const bytes = same.map(({ payload }) => payloadFromJson(payload));
    const decoded = await decode(bytes, context);
    for (const [index, { payload }] of same.entries()) {
      const one = decoded[index] ?? null;
      const written = one === null ? null : write(one, context);
      if (written === null) unread += 1;
      else if (!isSame(written, payloadToJson(bytes[index] ?? {}))) replaced.set(payload, written);
    }
  }
  return { events: history.events.map((event) => replacedIn(event as Json, replaced) as HistoryEvent), unread };
}

/** The same object where nothing in it is replaced. */
function replacedIn(value: Json, replaced: Replacements): Json {
  if (value === null || typeof value !== 'object') return value;
  const payload = replaced.get(value);
  if (payload !== undefined) return payload;
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => replacedIn(item, replaced));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const entries = Object.entries(value).map(([name, item]) => [name, replacedIn(item, replaced)] as const);
  if (entries.every(([name, item]) => item === (value as { readonly [key: string]: Json })[name])) return value;
  return withMessage(Object.fromEntries(entries));
}

/**
 * A failure whose attributes were encoded, with its message and its stack trace.
 *
 * @see https://docs.temporal.io/failure-converter
 */
function withMessage(value: { readonly [key: string]: Json }): Json {
  const { encodedAttributes } = value;
  if (encodedAttributes === undefined) return value;
  const [attributes] = payloadsOf({ payloads: [encodedAttributes] }) as [{ message?: Json; stack_trace?: Json } | null];
  const { message, stack_trace: stackTrace } = attributes ?? {};
  return {
    ...value,
    ...(typeof message === 'string' ? { message } : {}),
    ...(typeof stackTrace === 'string' ? { stackTrace } : {}),
  };
}

function isSame(one: WrittenPayload, other: WrittenPayload): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
