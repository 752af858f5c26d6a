import { z } from 'zod';
import { proxyReadingSchema } from '../model/journal-entry.ts';
import { jsonSchema } from '../model/json.ts';

const targetSchema = z.strictObject({
  component: z.string(),
  incarnation: z.int().nonnegative(),
  link: z.string().nullable(),
});
const radiusSchema = z.strictObject({ components: z.array(z.string()), links: z.array(z.string()) });

const wishSchema = z.strictObject({
  fault: z.string(),
  /** A component or a link. */
  on: z.string(),
  params: z.record(z.string(), jsonSchema),
  /** The lease, in milliseconds: how long it is in force at most. */
  forMs: z.int().min(100).max(3_600_000),
});

/** Schema of what a daemon is asked for. */
export const requestSchema = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('status') }),
  z.strictObject({ verb: z.literal('log'), component: z.string() }),
  z.strictObject({ verb: z.literal('resolve'), wish: wishSchema }),
  /** `incarnation`: whom the user was shown; another one in its place is not struck. */
  z.strictObject({ verb: z.literal('inject'), wish: wishSchema, incarnation: z.int().nonnegative() }),
  /** Without an id: whatever is in force. */
  z.strictObject({ verb: z.literal('heal'), id: z.string().optional() }),
  z.strictObject({ verb: z.literal('down') }),
]);

/** Schema of what a fault would touch. */
export const resolvedSchema = z.strictObject({
  fault: z.string(),
  summary: z.string(),
  target: targetSchema,
  radius: radiusSchema,
  forMs: z.number(),
});

/** Schema of a fault that was injected by hand, as far as it is. */
export const faultRowSchema = z.strictObject({
  id: z.string(),
  fault: z.string(),
  target: targetSchema,
  radius: radiusSchema,
  /** `unhealed`: the healing failed, and it may be in force still. */
  state: z.enum(['injecting', 'in force', 'healing', 'healed', 'unhealed']),
  /** When it came into force; null where it is on its way. */
  since: z.iso.datetime().nullable(),
  /** The end of its lease; null where it is on its way. */
  healsAt: z.iso.datetime().nullable(),
  healedAt: z.iso.datetime().nullable(),
  /** Who had it healed: the end of its lease, a user, or the end of the stack. */
  healedBy: z.enum(['lease', 'user', 'down']).nullable(),
  /** Why it could not be healed. */
  message: z.string().nullable(),
});

const componentSchema = z.strictObject({
  name: z.string(),
  role: z.string(),
  state: z.enum(['running', 'paused', 'down']),
  incarnation: z.int().nonnegative(),
  /** What a direct probe of it just now came to; null of a worker, which can't be asked. */
  health: z.strictObject({ ok: z.boolean(), latencyMs: z.number(), error: z.string().nullable() }).nullable(),
  /** Of the life that runs, in milliseconds; null where none does. */
  uptimeMs: z.number().nullable(),
});

const linkSchema = z.strictObject({
  name: z.string(),
  /** As Toxiproxy says just now; null where it doesn't answer. */
  reading: proxyReadingSchema.nullable(),
});

/** Schema of the state of a stack that is up. Holds no secret. */
export const statusSchema = z.strictObject({
  runId: z.string(),
  stack: z.string(),
  since: z.iso.datetime(),
  /** Of this run: its journal and its logs. */
  folder: z.string(),
  envFile: z.string(),
  addresses: z.strictObject({
    temporal: z.string(),
    temporalUi: z.string().nullable(),
    supabaseUrl: z.string(),
    outsideWorldUrl: z.string(),
    toxiproxyUrl: z.string(),
  }),
  components: z.array(componentSchema),
  links: z.array(linkSchema),
  /** Those in force, on their way, or unhealed. */
  faults: z.array(faultRowSchema),
});

/** Schemas of the answers, by verb. */
export const answerSchemas = {
  status: statusSchema,
  log: z.strictObject({ path: z.string(), incarnation: z.int().nonnegative() }),
  resolve: resolvedSchema,
  inject: faultRowSchema,
  /** `healed`: by this very request; `before`: it was healed already, where one was asked for by its id. */
  heal: z.strictObject({ healed: z.array(faultRowSchema), before: faultRowSchema.nullable() }),
  down: z.strictObject({ healed: z.array(z.string()) }),
} as const;

/** What a daemon is asked for. */
export type DaemonRequest = z.infer<typeof requestSchema>;
/** What it can be asked for. */
export type DaemonVerb = DaemonRequest['verb'];
/** The answer to a verb. */
export type DaemonAnswer<V extends DaemonVerb> = z.infer<(typeof answerSchemas)[V]>;
/** A fault as a user wishes for it. */
export type Wish = z.infer<typeof wishSchema>;
/** What a fault would touch. */
export type Resolved = z.infer<typeof resolvedSchema>;
/** A fault that was injected by hand. */
export type FaultRow = z.infer<typeof faultRowSchema>;
/** The state of a stack that is up. */
export type StackStatus = z.infer<typeof statusSchema>;
