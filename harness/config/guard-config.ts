import { z } from 'zod';
import { HarnessError, reasonOf } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import { describeIssue, fieldAt } from '../model/describe-issue.ts';
import { configSchema } from './config-schema.ts';
import { returnSchemas } from './fields.ts';

/**
 * A configuration whose functions throw CHAOS_BAD_CONFIG with their place in it if the user's code throws or returns a
 * value of another shape.
 *
 * @remarks They are called deep in a run, where an error of theirs would look like a defect of the harness.
 * @param file - the name of the file, for the errors
 */
export function guardConfig(config: ChaosConfig, file: string): ChaosConfig {
  return guarded(configSchema, { value: config, owner: null, path: [] }, file) as ChaosConfig;
}

/** A value of a configuration: its parent and its path. */
interface Spot {
  readonly value: unknown;
  readonly owner: unknown;
  readonly path: readonly string[];
}

/** A value without a function to guard stays the same object, with its class. */
function guarded(schema: z.core.$ZodType, spot: Spot, file: string): unknown {
  const { value, path } = spot;
  if (schema instanceof z.ZodOptional) return value === undefined ? value : guarded(schema.unwrap(), spot, file);
  const within = (inner: z.core.$ZodType, name: string, part: unknown): unknown =>
    guarded(inner, { value: part, owner: value, path: [...path, name] }, file);
  if (schema instanceof z.ZodArray) {
    const items = value as readonly unknown[];
    const after = items.map((item, index) => within(schema.element, nameOf(item, index), item));
    return after.every((item, index) => item === items[index]) ? value : after;
  }
  if (schema instanceof z.ZodRecord || schema instanceof z.ZodObject) {
    const object = value as Readonly<Record<string, unknown>>;
    return withParts(
      object,
      partsOf(schema, object).map(([key, inner]) => [key, within(inner, key, object[key])]),
    );
  }
  const returns = schema instanceof z.ZodType ? returnSchemas.get(schema) : undefined;
  return returns === undefined ? value : guardedCall(spot, returns, file);
}

/** The schema of each part of an object. */
function partsOf(
  schema: z.ZodRecord | z.ZodObject,
  object: Readonly<Record<string, unknown>>,
): readonly (readonly [key: string, schema: z.core.$ZodType])[] {
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape);
  return Object.keys(object).map((key) => [key, schema.valueType]);
}

/** Items of a list are called by their names if they have one. */
function nameOf(item: unknown, index: number): string {
  const name = typeof item === 'object' && item !== null && 'name' in item ? item.name : undefined;
  return typeof name === 'string' ? name : String(index);
}

/** The same object, or if a part of it has changed, a new one of the same class with that part. */
function withParts(
  object: Readonly<Record<string, unknown>>,
  parts: readonly (readonly [key: string, part: unknown])[],
): unknown {
  const changed = parts.filter(([key, part]) => part !== object[key]);
  if (changed.length === 0) return object;
  const prototype = Object.getPrototypeOf(object) as object;
  return Object.assign(Object.create(prototype) as object, object, Object.fromEntries(changed));
}

function guardedCall({ value, owner, path }: Spot, returns: z.ZodType, file: string): (...args: unknown[]) => unknown {
  const call = value as (...args: unknown[]) => unknown;
  return (...args) => {
    const result = attempt(() => call.apply(owner, args), `${file}: ${fieldAt(path)}`);
    const issue = returns.safeParse(result).error?.issues[0];
    if (issue === undefined) return result;
    throw badConfig(`${file}: ${fieldAt(path)} returned a wrong value: ${describeIssue(issue, 'the value')}.`);
  };
}

function attempt(call: () => unknown, what: string): unknown {
  try {
    return call();
  } catch (cause) {
    throw badConfig(`${what} threw: ${reasonOf(cause)}.`, cause);
  }
}

function badConfig(sentence: string, cause?: unknown): HarnessError {
  return new HarnessError('CHAOS_BAD_CONFIG', sentence, { cause });
}
