import type { Readable } from 'node:stream';
import { z } from 'zod';
import { reasonOf } from '../errors.ts';
import { askEngine, engineLost } from './ask-engine.ts';
import type { Engine } from './find-engine.ts';
import { COMPONENT_LABEL, RUN_LABEL } from './labelled.ts';

/** An event of a container of a run, as the engine reports it. */
export interface EngineEvent {
  readonly component: string;
  readonly container: string;
  /** The engine's word; for networks `network connect` and `network disconnect`. */
  readonly action: string;
  readonly exitCode: number | null;
  /** The number of a signal that was sent through the engine. */
  readonly signal: string | null;
  /** By the engine's clock, in nanoseconds since 1970. */
  readonly timeNano: number;
}

/** The engine's event stream, from its opening on. */
export interface EngineEvents extends AsyncDisposable {
  /** Aborts when the stream breaks off before it is disposed: from then on events may be missing. */
  readonly lost: AbortSignal;
}

/** Health checks would drown all else. */
const ACTIONS = ['start', 'die', 'oom', 'kill', 'pause', 'unpause', 'restart', 'stop', 'update', 'destroy'];

const eventSchema = z.object({
  Type: z.string(),
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()) }),
  timeNano: z.number(),
});
type RawEvent = z.infer<typeof eventSchema>;

/**
 * Listens to the engine's events of the containers that carry a run's label.
 *
 * @param heed - called with each event, in the engine's order for each container
 * @throws HarnessError CHAOS_ENGINE_LOST.
 */
export async function openEngineEvents(
  engine: Engine,
  runId: string,
  heed: (event: EngineEvent) => void,
): Promise<EngineEvents> {
  const over = new AbortController();
  const lost = new AbortController();
  const components = new Map<string, string>();
  const listen = async (filters: Record<string, string[]>): Promise<{ readonly ended: Promise<void> }> => {
    const options = { filters, abortSignal: over.signal };
    const stream = (await askEngine('report its events', engine.docker.getEvents(options))) as Readable;
    const heard = (event: RawEvent): void => {
      const told = eventOf(event, components);
      if (told !== null) heed(told);
    };
    const ended = readEvents(stream, heard).catch((error: unknown) => {
      if (!over.signal.aborted) lost.abort(engineLost('report its events', reasonOf(error), error));
    });
    return { ended };
  };
  const streams = await Promise.all([
    listen({ type: ['container'], label: [`${RUN_LABEL}=${runId}`], event: ACTIONS }),
    listen({ type: ['network'], event: ['connect', 'disconnect'] }),
  ]).catch((error: unknown) => {
    // If one can't be opened, nothing else would ever close the other.
    over.abort();
    throw error;
  });
  return {
    lost: lost.signal,
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await Promise.all(streams.map(async ({ ended }) => ended));
    },
  };
}

async function readEvents(stream: Readable, heed: (event: RawEvent) => void): Promise<void> {
  let rest = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') heed(eventSchema.parse(JSON.parse(line)));
  }
  throw new Error('the stream of events has ended');
}

/** Networks don't carry the run's label in their events; the container's earlier events have told whose it is. */
function eventOf(event: RawEvent, components: Map<string, string>): EngineEvent | null {
  const { Type, Action, Actor, timeNano } = event;
  const { Attributes } = Actor;
  if (Type === 'network') {
    const container = Attributes['container'] ?? '';
    const component = components.get(container);
    if (component === undefined) return null;
    return { component, container, action: `network ${Action}`, exitCode: null, signal: null, timeNano };
  }
  const component = Attributes[COMPONENT_LABEL];
  if (component === undefined) return null;
  components.set(Actor.ID, component);
  const exitCode = Attributes['exitCode'];
  return {
    component,
    container: Actor.ID,
    action: Action,
    exitCode: exitCode === undefined ? null : Number(exitCode),
    signal: Attributes['signal'] ?? null,
    timeNano,
  };
}
