import { z } from 'zod';
import { faults } from '../../../harness/faults/index.ts';
import { table } from '../table.ts';

/** Of a parameter's JSON Schema, what says how far it may go. */
interface Limits {
  readonly type?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
}

/** Every parameter of every fault: its default and its limits, as its schema has them. */
export function faultParameterTable(): string {
  const rows = faults.flatMap(({ name, params }) => {
    const { properties = {} } = z.toJSONSchema(params, { io: 'input' }) as {
      readonly properties?: Readonly<Record<string, Limits>>;
    };
    return Object.entries(properties).map(([parameter, limits]) => [
      `\`${name}\``,
      `\`${parameter}\``,
      `\`${JSON.stringify(limits.default)}\``,
      rangeOf(limits),
    ]);
  });
  return table(['fault', 'parameter', 'default', 'may be'], rows);
}

function rangeOf({ type, minimum, maximum, enum: choice }: Limits): string {
  if (choice !== undefined) return choice.map((one) => `\`${one}\``).join(', ');
  if (minimum === undefined || maximum === undefined) return type ?? 'text';
  return `${type === 'integer' ? 'whole' : 'any'} number from ${minimum} to ${maximum}`;
}
