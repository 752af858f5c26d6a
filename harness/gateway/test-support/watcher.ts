import type { Boundary, Interceptor, Place } from '../../model/crash-point.ts';
import type { GatewayServer } from '../start-gateway.ts';

/** An interceptor that keeps all that it receives. */
export interface Watcher {
  /** The boundaries that calls have reached, those of one side of a call together. */
  readonly seen: (readonly Boundary[])[];
  /** The places of all of them. */
  places(): readonly Place[];
  /** The calls whose end it received. */
  readonly ended: number[];
  /** Begins to intercept; all is let pass unless `decide` says otherwise. */
  watch(decide?: Interceptor['reached']): Disposable;
}

/** Makes a watcher of a gateway, which doesn't intercept yet. */
export function watcherOf(gateway: Pick<GatewayServer, 'intercept'>): Watcher {
  const seen: (readonly Boundary[])[] = [];
  const ended: number[] = [];
  return {
    seen,
    places: () => seen.flat().map(({ place }) => place),
    ended,
    watch: (decide = () => undefined) =>
      gateway.intercept({
        reached: (boundaries) => {
          seen.push(boundaries);
          return decide(boundaries);
        },
        ended: (call) => ended.push(call),
      }),
  };
}
