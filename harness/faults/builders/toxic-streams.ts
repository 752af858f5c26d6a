import { z } from 'zod';
import type { Toxic } from '../../model/stack.ts';

/** Toxiproxy's names of the directions: what the client sends goes upstream, what it gets comes downstream. */
export type Direction = Toxic['stream'] | 'both';

/** The parameter that says in which directions a toxic acts. */
export function directionParam(usual: Direction): z.ZodType<Direction> {
  return z.enum(['upstream', 'downstream', 'both']).default(usual);
}

/** One toxic for each direction. */
export function toxicsOn(stream: Direction, toxic: Omit<Toxic, 'stream'>): readonly [Toxic, ...Toxic[]] {
  if (stream !== 'both') return [{ ...toxic, stream }];
  return [
    { ...toxic, name: `${toxic.name}-up`, stream: 'upstream' },
    { ...toxic, name: `${toxic.name}-down`, stream: 'downstream' },
  ];
}
