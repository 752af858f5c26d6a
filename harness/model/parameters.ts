import type { z } from 'zod';
import type { Json } from './json.ts';

/** One parameter of a fault or a scenario, as its schema says. */
export interface Parameter {
  readonly name: string;
  /** Such as `integer` or `string`. */
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
  ['Kbps', 'kbit/s'],
  ['Kb', 'kB'],
  ['Mb', 'MB'],
  ['Ms', 'ms'],
];

interface Described {
  readonly type?: string;
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
    const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = one;
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

/** A parameter in one phrase: `latencyMs: integer, from 10 to 60000 ms; 1000 by default`. */
export function describeParameter({ name, type, unit, least, most, choices, byDefault }: Parameter): string {
  const of = unit === null ? '' : ` ${unit}`;
  const range =
    least !== null && most !== null
      ? `, from ${least} to ${most}${of}`
      : least !== null
        ? `, at least ${least}${of}`
        : most !== null
          ? `, at most ${most}${of}`
          : unit === null
            ? ''
            : `, in ${unit}`;
  const values = choices === null ? '' : `, one of ${choices.map((value) => JSON.stringify(value)).join(', ')}`;
  const given = byDefault === undefined ? '; without it, none' : `; ${JSON.stringify(byDefault)} by default`;
  return `${name}: ${type}${choices === null ? range : values}${given}`;
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
