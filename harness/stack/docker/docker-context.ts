import type { EngineEvents } from '../../engine/engine-events.ts';
import type { Engine } from '../../engine/find-engine.ts';
import type { RunContext } from '../run-context.ts';

/** The context of every part of a run in containers. */
export interface DockerContext extends RunContext {
  readonly engine: Engine;
  readonly events: Pick<EngineEvents, 'lost'>;
  /** Calls compose on the run's project. */
  readonly compose: (...args: readonly string[]) => Promise<void>;
  /** Name of the network that only workers and Toxiproxy are on. */
  readonly workersNetwork: string;
}
