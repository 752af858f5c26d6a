import { z } from 'zod';

/** The name and version of the protocol, which a replayer writes in its first line. */
export const REPLAYER_PROTOCOL = 'durable-chaos/replayer@1';

/** Schema of the first line of a replayer, which it writes once it has loaded the workflows. Other fields are ignored. */
export const helloSchema = z.looseObject({
  protocol: z.literal(REPLAYER_PROTOCOL),
  /** The SDK that replays, with its version; for the log. */
  sdk: z.string().optional(),
  /** Whether the system's own data converter reads the payloads; left out: Temporal's default. */
  dataConverter: z.boolean().optional(),
});

/** Schema of a line that the harness writes: one event history, and how much of it is to be replayed each time. */
export const requestSchema = z.strictObject({
  /** Names the request in its answers. */
  id: z.int().positive(),
  workflowId: z.string(),
  runId: z.string(),
  /** In the JSON of protobuf, as `temporal workflow show --output json` prints it. */
  history: z.strictObject({ events: z.array(z.record(z.string(), z.unknown())) }),
  /** For each replay, how many events to replay, from the first. */
  events: z.array(z.int().positive()),
});

/** Schema of a line that a replayer answers, one for each replay. Other fields are ignored. */
export const answerSchema = z.looseObject({
  /** The `id` of the request. */
  id: z.int().positive(),
  /** How many events were replayed: one of the request's. */
  events: z.int().positive(),
  /** Whether the code issued the same commands; null: it could not be replayed, which proves nothing. */
  ok: z.boolean().nullable(),
  /** The error of the SDK, or why it could not be replayed; null or left out if `ok`. */
  error: z.string().nullish(),
});

/** Schema of the last line of a replayer that can't go on, instead of its first line or of an answer. */
export const fatalSchema = z.looseObject({ fatal: z.string().min(1) });

/** The first line of a replayer. */
export type ReplayerHello = z.infer<typeof helloSchema>;
/** An event history, and the replays that the harness asks for. */
export type ReplayRequest = z.infer<typeof requestSchema>;
/** The outcome of one replay. */
export type ReplayAnswer = z.infer<typeof answerSchema>;

/** A request that has no number yet. */
export type ReplayQuestion = Omit<ReplayRequest, 'id'>;
