import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import proto, { type temporal } from '@temporalio/proto';
import type { Field, Type } from 'protobufjs';
import type * as ProtoJson from 'protobufjs/ext/protojson.js';
import { HarnessError, reasonOf } from '../errors.ts';

/** An event history as the SDK passes it on: decoded protobuf. */
export type DecodedHistory = temporal.api.history.v1.IHistory;

/**
 * Writes an event history in Temporal's own JSON, as the Temporal CLI and UI write it.
 *
 * @remarks The SDK has such a function too, but it fails with "type must be a Type" if npm has installed `protobufjs`
 * once for `@temporalio/common` and once for `@temporalio/proto`. That is npm's usual layout beside gRPC.
 */
export function historyToJson(history: DecodedHistory): unknown {
  const { toJson } = protoJson();
  return toJson(historyType, proto.temporal.api.history.v1.History.fromObject(history));
}

/** Reads Temporal's own JSON. Fields and names that this version does not know are left out. */
export function historyFromJson(json: unknown): DecodedHistory {
  return protoJson().fromJson(historyType, json, { ignoreUnknownFields: true }) as DecodedHistory;
}

/**
 * Spells the enums in an event history as Temporal does today: tools and versions write `WorkflowTaskStarted` or
 * `ResetWorkflow`, where today's JSON has `EVENT_TYPE_WORKFLOW_TASK_STARTED`.
 */
export function withTodaysEnums(history: unknown): unknown {
  return spelled(history, historyType);
}

function spelled(value: unknown, type: Type): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => {
    const field = type.fields[name];
    return [name, field === undefined ? part : spelledField(part, field)] as const;
  });
  return Object.fromEntries(entries);
}

function spelledField(value: unknown, field: Field): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => spelledField(item, field));
  const { resolvedType } = field.resolve();
  if (resolvedType === null || field.map) return value;
  if ('fields' in resolvedType) return spelled(value, resolvedType);
  if (typeof value !== 'string' || Object.hasOwn(resolvedType.values, value)) return value;
  return `${constantCase(resolvedType.name)}_${constantCase(value)}`;
}

function constantCase(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

// Its types don't say that the module is the root of its messages.
const historyType = (proto as unknown as Type).lookupType('temporal.api.history.v1.History');

/** The folder of the `protobufjs` that `@temporalio/proto` is made with. */
export function protobufFolder(): string {
  return dirname(protobufOfTemporal().resolve('protobufjs/package.json'));
}

/** The conversion of that very `protobufjs`: another copy refuses the types of `@temporalio/proto`. */
function protoJson(): typeof ProtoJson {
  try {
    return protobufOfTemporal()('protobufjs/ext/protojson.js') as typeof ProtoJson;
  } catch (error) {
    const advice = 'Remove protobufjs from the overrides in your package.json, and install again.';
    const sentence = `The protobufjs of @temporalio/proto can't be used: ${reasonOf(error)}. ${advice}`;
    throw new HarnessError('CHAOS_BINARY_BROKEN', sentence, { cause: error });
  }
}

function protobufOfTemporal(): NodeJS.Require {
  return createRequire(createRequire(import.meta.url).resolve('@temporalio/proto'));
}
