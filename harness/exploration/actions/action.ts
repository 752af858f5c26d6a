import type { Place } from '../../model/crash-point.ts';
import type { ExplorationAction } from '../../model/exploration.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import type { WorkerShift } from '../steer/worker-shift.ts';

/** What was struck, for the evidence. */
export interface Struck {
  readonly component: string;
  readonly incarnation: number;
}

/** What an action works with. */
export interface ActionContext extends ExplorationContext {
  readonly shift: WorkerShift;
  readonly faultId: string;
}

/** Something that is done to the system when workflows stand at their crash points. */
export interface Action {
  readonly name: ExplorationAction;
  /** One sentence for help and reports. */
  readonly summary: string;
  /** `front`: one strike serves all that stand there; `each`: it strikes every call by itself; `alone`: one workflow at a time. */
  readonly shared: 'front' | 'each' | 'alone';
  /** The fault of the registry that it amounts to, by which the recovery bound is judged; null: none, only a call is struck. */
  readonly fault: string | null;
  /** Whether it can strike there. */
  strikesAt(place: Place): boolean;
  /** Strikes the component behind the calls; null where only the calls themselves are struck. */
  strike: ((context: ActionContext) => Promise<Struck>) | null;
}
