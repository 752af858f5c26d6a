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

/** Schema of a request to a daemon. */
export const requestSchema = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('status') }),
  z.strictObject({ verb: z.literal('faults') }),
  z.strictObject({ verb: z.literal('log'), component: z.string() }),
  z.strictObject({ verb: z.literal('resolve'), wish: wishSchema }),
  /** `incarnation`: the one that the user was shown; another one in its place is not struck. */
  z.strictObject({ verb: z.literal('inject'), wish: wishSchema, incarnation: z.int().nonnegative() }),
  /** Without an id: all faults in force. */
  z.strictObject({ verb: z.literal('heal'), id: z.string().optional() }),
  z.strictObject({ verb: z.literal('down') }),
]);

/** Schema of the parts that a fault would touch. */
export const resolvedSchema = z.strictObject({
  fault: z.string(),
  summary: z.string(),
  target: targetSchema,
  radius: radiusSchema,
  forMs: z.number(),
});

/** Schema of a fault from `inject`, as far as it has got. */
export const faultRowSchema = z.strictObject({
  id: z.string(),
  fault: z.string(),
  target: targetSchema,
  radius: radiusSchema,
  /** `unhealed`: the healing failed, and it may be in force still. */
  state: z.enum(['injecting', 'in force', 'healing', 'healed', 'unhealed']),
  /** When it came into force; null while it is on its way. */
  since: z.iso.datetime().nullable(),
  /** The end of its lease; null while it is on its way. */
  healsAt: z.iso.datetime().nullable(),
  healedAt: z.iso.datetime().nullable(),
  /** What had it healed: the end of its lease, a user, or the end of the stack. */
  healedBy: z.enum(['lease', 'user', 'down']).nullable(),
  /** Why it could not be healed. */
  message: z.string().nullable(),
});

const componentSchema = z.strictObject({
  name: z.string(),
  role: z.string(),
  state: z.enum(['running', 'paused', 'down']),
  incarnation: z.int().nonnegative(),
  /** The result of a direct probe of it just now; null for a worker, which can't be asked. */
  health: z.strictObject({ ok: z.boolean(), latencyMs: z.number(), error: z.string().nullable() }).nullable(),
  /** Age of the life that runs, in milliseconds; null if none runs. */
  uptimeMs: z.number().nullable(),
});

const linkSchema = z.strictObject({
  name: z.string(),
  /** As Toxiproxy reports it just now; null if it doesn't answer. */
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
    /** Of the system's API; null if the stack has none. */
    apiUrl: z.string().nullable(),
    /** Left out: nothing is scraped. */
    monitoring: z.strictObject({ prometheusUrl: z.string(), grafanaUrl: z.string().nullable() }).optional(),
  }),
  components: z.array(componentSchema),
  links: z.array(linkSchema),
  /** Those in force, on their way, or unhealed. */
  faults: z.array(faultRowSchema),
});

/** Schemas of the answers, by verb. */
export const answerSchemas = {
  status: statusSchema,
  /** Those in force, on their way, or unhealed: nothing is looked at, so a server that hangs keeps none from being shown. */
  faults: z.strictObject({ faults: z.array(faultRowSchema) }),
  log: z.strictObject({ path: z.string(), incarnation: z.int().nonnegative() }),
  resolve: resolvedSchema,
  inject: faultRowSchema,
  /** `healed`: by this very request; `before`: it was healed already, if one was asked for by its id. */
  heal: z.strictObject({ healed: z.array(faultRowSchema), before: faultRowSchema.nullable() }),
  down: z.strictObject({ healed: z.array(z.string()) }),
} as const;

/** A request to a daemon. */
export type DaemonRequest = z.infer<typeof requestSchema>;
/** The name of a request. */
export type DaemonVerb = DaemonRequest['verb'];
/** The answer to a verb. */
export type DaemonAnswer<V extends DaemonVerb> = z.infer<(typeof answerSchemas)[V]>;
/** A fault as a user asks for it. */
export type Wish = z.infer<typeof wishSchema>;
/** The parts that a fault would touch. */
export type Resolved = z.infer<typeof resolvedSchema>;
/** A fault from `inject`. */
export type FaultRow = z.infer<typeof faultRowSchema>;
/** The state of a stack that is up. */
export type StackStatus = z.infer<typeof statusSchema>;
