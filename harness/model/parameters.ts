import type { z } from 'zod';
import type { Json } from './json.ts';

/** One parameter of a fault or a scenario, as its schema says. */
export interface Parameter {
  readonly name: string;
  /** Such as `integer` or `string or null`. */
  readonly type: string;
  /** By the end of its name; null if it has none there. */
  readonly unit: string | null;
  readonly least: number | null;
  readonly most: number | null;
  /** The only values that it takes; null if the limits say more. */
  readonly choices: readonly Json[] | null;
  /** Left out: it has none. */
  readonly byDefault?: Json;
}

/** Units come last in a name: the longest that fits is meant. */
const units: readonly (readonly [string, string])[] = [
  ['PerSecond', 'per second'],
  ['Percent', '%'],
  ['Seconds', 's'],
  ['Bytes', 'bytes'],
  ['Mib', 'MiB'],
  ['KBps', 'kB/s'],
  ['Ms', 'ms'],
  ['Us', 'µs'],
];

interface Described {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Pick<Described, 'type'>[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly default?: Json;
}

/** The parameters of a schema, with units and limits; none if it isn't one of an object. */
export function parametersOf(schema: z.ZodType): readonly Parameter[] {
  const { properties = {} } = schema.toJSONSchema({ io: 'input', unrepresentable: 'any' });
  return Object.entries(properties as Readonly<Record<string, Described>>).map(([name, one]) => {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = one;
    const type = typeOf(one);
    const choices = one.const === undefined ? (one.enum ?? null) : [one.const];
    return {
      name,
      type: type ?? 'value',
      unit: units.find(([suffix]) => name.endsWith(suffix))?.[1] ?? null,
      least: limit(minimum) ?? above(exclusiveMinimum, type),
      most: limit(maximum) ?? below(exclusiveMaximum, type),
      choices,
      ...(one.default === undefined ? {} : { byDefault: one.default }),
    };
  });
}

function typeOf({ type, anyOf = [] }: Described): string | undefined {
  const types = type === undefined ? anyOf.map((one) => typeOf(one) ?? 'value') : [type].flat();
  return types.length === 0 ? undefined : types.join(' or ');
}

/** A parameter in one phrase: `latencyMs: integer, from 10 to 60000 ms; 1000 by default`. */
export function describeParameter(parameter: Parameter): string {
  const { name, type, choices, byDefault } = parameter;
  const limits = limitsOf(parameter);
  const values = choices === null ? limits : `one of ${choices.map((value) => JSON.stringify(value)).join(', ')}`;
  const given = byDefault === undefined ? 'without it, none' : `${JSON.stringify(byDefault)} by default`;
  return `${name}: ${type}${values === '' ? '' : `, ${values}`}; ${given}`;
}

/** The limits of a number in words: `from 10 to 60000 ms`; empty if there is none. */
export function limitsOf({ unit, least, most }: Parameter): string {
  const of = unit === null ? '' : ` ${unit}`;
  if (least !== null && most !== null) return `from ${least} to ${most}${of}`;
  if (least !== null) return `at least ${least}${of}`;
  if (most !== null) return `at most ${most}${of}`;
  return unit === null ? '' : `in ${unit}`;
}

/** Every integer has the limits of safe integers, which say nothing. */
function limit(value: number | undefined): number | null {
  return value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? null : value;
}

function above(value: number | undefined, type: string | undefined): number | null {
  return value === undefined ? null : type === 'integer' ? value + 1 : value;
}

function below(value: number | undefined, type: string | undefined): number | null {
  return value === undefined ? null : type === 'integer' ? value - 1 : value;
}
