import { expect } from 'chai';
import { z } from 'zod';
import { describeParameter, parametersOf } from './parameters.ts';

const told = (shape: Record<string, z.ZodType>): readonly string[] =>
  parametersOf(z.strictObject(shape)).map((one) => describeParameter(one));

describe('the parameters of a schema', () => {
  it('have their limits, their unit and their default', () => {
    const latencyMs = z.int().min(10).max(60_000).default(1000);
    expect(told({ latencyMs })).to.deep.equal(['latencyMs: integer, from 10 to 60000 ms; 1000 by default']);
  });

  it('have the unit at the end of their names, and each of their types', () => {
    expect(
      told({ rateKBps: z.int().min(1).max(9), delayUs: z.int().min(0), version: z.string().nullable() }),
    ).to.deep.equal([
      'rateKBps: integer, from 1 to 9 kB/s; without it, none',
      'delayUs: integer, at least 0 µs; without it, none',
      'version: string or null; without it, none',
    ]);
  });

  it('have no limits that say nothing', () => {
    expect(told({ count: z.int().default(3), waitMs: z.int().default(5) })).to.deep.equal([
      'count: integer; 3 by default',
      'waitMs: integer, in ms; 5 by default',
    ]);
  });

  it('take an open limit for the next integer', () => {
    expect(told({ n: z.int().positive().default(1) })).to.deep.equal(['n: integer, at least 1; 1 by default']);
  });

  it('name their choices, and say where there is no default', () => {
    expect(told({ side: z.enum(['up', 'down']).default('up'), only: z.literal('x').optional() })).to.deep.equal([
      'side: string, one of "up", "down"; "up" by default',
      'only: string, one of "x"; without it, none',
    ]);
  });

  it('are none of a schema that is no object', () => {
    expect(parametersOf(z.string())).to.deep.equal([]);
  });
});
