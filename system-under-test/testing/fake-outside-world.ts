import { digestOf, type Json } from '../activities/canonical-json.ts';
import type { Effect } from '../activities/effects-client.ts';
import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from './fake-server.ts';

/** An outside world that honours idempotency keys. */
export interface FakeOutsideWorld extends FakeServer {
  /** The effects that were applied, in order. */
  readonly applied: readonly Effect[];
}

/** An answer in the outside world's stead: before it acts, or after it has acted. */
export interface Meddling {
  readonly before?: (request: FakeRequest) => FakeAnswer | undefined;
  readonly after?: (request: FakeRequest) => FakeAnswer | undefined;
}

/** Starts an outside world. */
export async function startFakeOutsideWorld(meddle: Meddling = {}): Promise<FakeOutsideWorld> {
  const applied: Effect[] = [];
  const known = new Map<string, string>();
  const act = (request: FakeRequest): FakeAnswer => {
    const effect = request.body as Effect;
    const receipt = digestOf(effect as unknown as Json);
    const key = request.headers['idempotency-key'];
    if (typeof key === 'string') {
      const earlier = known.get(key);
      if (earlier === receipt) return { status: 200, body: { outcome: 'deduplicated', receipt } };
      if (earlier !== undefined) return { status: 422, body: { error: 'another payload' } };
      known.set(key, receipt);
    }
    applied.push(effect);
    return { status: 200, body: { outcome: 'applied', receipt } };
  };
  const server = await startFakeServer((request) => {
    const before = meddle.before?.(request);
    if (before !== undefined) return before;
    const answer = act(request);
    const after = meddle.after?.(request);
    return after === undefined ? answer : after;
  });
  return Object.assign(server, { applied });
}
