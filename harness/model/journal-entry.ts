import { z } from 'zod';
import { blastRadiusSchema } from './blast-radius.ts';
import { callEntry } from './call-entry.ts';
import { actionKinds } from './client-action.ts';
import { placeSchema } from './crash-point.ts';
import { httpEntry } from './http-entry.ts';
import { jsonSchema } from './json.ts';
import { machineEntry, stallEntry } from './machine-entry.ts';

import { referencesEntry } from './references-entry.ts';
import { requestEntry } from './request-entry.ts';
import { certificateEntry, handshakeEntry } from './tls-entry.ts';
import { unattributedRequestEntry, unreadCallEntry, unreadConnectionEntry } from './unread-entry.ts';

/** The phases of a run, in order. */
export const phases = [
  'provision',
  'baseline',
  'injection',
  'healing',
  'recovery',
  'quiescence',
  'collection',
  'judging',
] as const;
/** A phase of a run. */
export type Phase = (typeof phases)[number];

const phaseEntry = z.strictObject({
  kind: z.literal('phase'),
  phase: z.enum(phases),
  state: z.enum(['begin', 'end']),
  outcome: z.enum(['ok', 'error', 'aborted']).optional(),
  message: z.string().optional(),
});

/**
 * A change in the life of a component, as the stack saw it happen. `put-to-work`: a worker that stood by gets tasks from
 * now on. `stopping`: it was sent SIGTERM. `version`: of the system, if a worker spawns with another than the first.
 */
const componentEntry = z.strictObject({
  kind: z.literal('component'),
  component: z.string(),
  incarnation: z.int().positive(),
  version: z.string().optional(),
  change: z.enum(['spawned', 'ready', 'exited', 'paused', 'resumed', 'put-to-work', 'stopping']),
  pid: z.int().optional(),
  exitCode: z.int().nullable().optional(),
  signal: z.string().nullable().optional(),
  purpose: z.enum(['fault', 'drain', 'teardown', 'unplanned']).optional(),
});

/** One connection of a link, as the gateway or Toxiproxy saw it. `broken`: it ended in an error. */
const connectionEntry = z.strictObject({
  kind: z.literal('connection'),
  link: z.string(),
  incarnation: z.int().positive().nullable(),
  change: z.enum(['opened', 'closed', 'broken']),
  reason: z.string().optional(),
});

/** A call that is held, and then isn't: let go, gone with its connection, or lost on purpose. */
const heldEntry = z.strictObject({
  kind: z.literal('held'),
  call: z.int().positive(),
  component: z.string(),
  incarnation: z.int().positive(),
  side: z.enum(['request', 'reply']),
  method: z.string(),
  state: z.enum(['held', 'released', 'dropped', 'lost']),
  workflowId: z.string().optional(),
  activityType: z.string().optional(),
  /**
   * The place in its workflow's progress at which an exploration holds it, one entry a place; if left out, it is held
   * at a moment.
   */
  place: placeSchema.optional(),
});

const faultEntry = z.strictObject({
  kind: z.literal('fault'),
  fault: z.string(),
  faultId: z.string(),
  step: z.enum(['moment-reached', 'injecting', 'injected', 'healing', 'healed', 'failed']),
  component: z.string().optional(),
  incarnation: z.int().positive().optional(),
  link: z.string().optional(),
  /** The blast radius that the fault declares; in `injecting`. */
  radius: blastRadiusSchema.optional(),
  message: z.string().optional(),
});

/** Schema of Toxiproxy's own account of a proxy, read back over its API. */
export const proxyReadingSchema = z.strictObject({
  enabled: z.boolean(),
  toxics: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      stream: z.string(),
      attributes: z.record(z.string(), z.union([z.number(), z.string()])),
    }),
  ),
});

const toxicsEntry = proxyReadingSchema.extend({ kind: z.literal('toxics'), link: z.string() });

/** The operating system's (or the container engine's) account of a component. */
const processEntry = z.strictObject({
  kind: z.literal('process'),
  component: z.string(),
  incarnation: z.int().positive(),
  /** State letter of /proc/<pid>/stat (of a paused container `T`), or `gone` once no process of the tree is left. */
  state: z.string(),
  pids: z.array(z.int()),
  /** Whether it is on its network, as the engine says; left out if there is none to ask. */
  attached: z.boolean().optional(),
});

/** An event of the container engine's own stream. */
const engineEntry = z.strictObject({
  kind: z.literal('engine'),
  component: z.string(),
  incarnation: z.int().positive(),
  /** The engine's own word: `die`, `oom`, `kill`, `pause`, `unpause`, `start`, `update`, `network disconnect` … */
  action: z.string(),
  exitCode: z.int().optional(),
  signal: z.string().optional(),
  /** By the engine's clock. */
  engineTime: z.iso.datetime(),
});

const probeEntry = z.strictObject({
  kind: z.literal('probe'),
  target: z.string(),
  ok: z.boolean(),
  latencyMs: z.number(),
  error: z.string().optional(),
});

/**
 * A client operation: invoked, then ok, fail or info (outcome unknown). `late`: it was sent once the workflow had ended, to
 * be refused.
 */
const clientEntry = z.strictObject({
  kind: z.literal('client'),
  operation: z.int().positive(),
  /** `command`: a program that is to start the workflow runs; its `start` is answered once the workflow is there. */
  action: z.enum(['start', 'command', ...actionKinds]),
  workflowId: z.string(),
  step: z.enum(['invoke', 'ok', 'fail', 'info']),
  late: z.literal(true).optional(),
  /** Which of the job's actions it is, counted from 0; left out for a start, and in older journals. */
  index: z.int().nonnegative().optional(),
  /** The answer to a query. */
  answer: jsonSchema.optional(),
  /** The ids of the workflows that the relay saw a command start; with the answer to its `start`. */
  started: z.array(z.string()).optional(),
  message: z.string().optional(),
});

/** The reasons against a steady state. `not-looked-at`: the harness's own look failed, so that nothing is known. */
export const unsteadyCauses = [
  'component-down',
  'link-faulty',
  'activity-retrying',
  'server-silent',
  'canary-failed',
  'canary-slow',
  'not-looked-at',
] as const;
/** One of {@link unsteadyCauses}. */
export type UnsteadyCause = (typeof unsteadyCauses)[number];

/** Whether the steady state held, and its terms. */
const steadyStateEntry = z.strictObject({
  kind: z.literal('steady-state'),
  holds: z.boolean(),
  canaryMs: z.number().nullable(),
  canaryLimitMs: z.number().nullable(),
  /** The harness itself serves the canary, so it says nothing of the workers; left out: a worker does. */
  ownCanary: z.literal(true).optional(),
  reasons: z.array(z.strictObject({ cause: z.enum(unsteadyCauses), detail: z.string() })),
});

/** The canaries of the run, all of them: any other workflow that the plan doesn't name is unexpected. */
const canariesEntry = z.strictObject({ kind: z.literal('canaries'), workflowIds: z.array(z.string()) });

/** A remark for people; no check reads it. */
const noteEntry = z.strictObject({ kind: z.literal('note'), message: z.string(), data: jsonSchema.optional() });

/** Schemas of the bodies, one a kind. */
export const bodySchemas = [
  phaseEntry,
  componentEntry,
  connectionEntry,
  callEntry,
  httpEntry,
  handshakeEntry,
  certificateEntry,
  heldEntry,
  faultEntry,
  toxicsEntry,
  processEntry,
  engineEntry,
  probeEntry,
  clientEntry,
  requestEntry,
  steadyStateEntry,
  stallEntry,
  machineEntry,
  canariesEntry,
  referencesEntry,
  unreadCallEntry,
  unattributedRequestEntry,
  unreadConnectionEntry,
  noteEntry,
] as const;

const stamp = z.object({ sequence: z.int().positive(), atMs: z.number(), time: z.iso.datetime() });

/** Schema of one line of journal.ndjson: a body with its stamp. Unknown kinds and fields are refused. */
export const journalEntrySchema = z.discriminatedUnion('kind', [
  phaseEntry.extend(stamp.shape),
  componentEntry.extend(stamp.shape),
  connectionEntry.extend(stamp.shape),
  callEntry.extend(stamp.shape),
  httpEntry.extend(stamp.shape),
  handshakeEntry.extend(stamp.shape),
  certificateEntry.extend(stamp.shape),
  heldEntry.extend(stamp.shape),
  faultEntry.extend(stamp.shape),
  toxicsEntry.extend(stamp.shape),
  processEntry.extend(stamp.shape),
  engineEntry.extend(stamp.shape),
  probeEntry.extend(stamp.shape),
  clientEntry.extend(stamp.shape),
  requestEntry.extend(stamp.shape),
  steadyStateEntry.extend(stamp.shape),
  stallEntry.extend(stamp.shape),
  machineEntry.extend(stamp.shape),
  canariesEntry.extend(stamp.shape),
  referencesEntry.extend(stamp.shape),
  unreadCallEntry.extend(stamp.shape),
  unattributedRequestEntry.extend(stamp.shape),
  unreadConnectionEntry.extend(stamp.shape),
  noteEntry.extend(stamp.shape),
]);
