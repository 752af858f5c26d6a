import type { Place } from './crash-point.ts';
import type { Fault } from './fault.ts';

/** An action in the words of reports. */
export interface ActionWords {
  /** As a noun: `crash of Temporal`. */
  readonly noun: string;
  /** How a sentence about it begins: `Crash of the Temporal server`. */
  readonly deed: string;
  /** The effect on the system, in a few words: `the Temporal server was killed`. */
  readonly meaning: string;
}

interface ActionFacts {
  /** `<verb>-<object>`, the same as its file's name. */
  readonly name: string;
  /** One sentence for help. */
  readonly summary: string;
  readonly words: ActionWords;
  /** Whether it can strike a call there. */
  readonly strikesAt: (place: Place) => boolean;
  /**
   * Whether a strike there leaves a trace in what the server and the services record, by which it can be proved.
   *
   * @remarks A living worker repeats a report that didn't get through, so only an executed call leaves a trace.
   */
  readonly leavesTrace: (place: Place) => boolean;
}

/** An action that puts a fault in force on a component while the calls at the crash points are held. */
export interface FaultAction extends ActionFacts {
  /** `group`: one strike serves all workflows that stand at their points; `single-workflow`: one workflow at a time. */
  readonly scope: 'group' | 'single-workflow';
  /** The fault that is injected: its name and its blast radius are journalled, and its victim is struck. */
  readonly fault: Fault;
  /** Whether the fault ends its victim by SIGKILL. In place of a worker that dies another one takes over at once. */
  readonly kills: boolean;
}

/** An action that loses the answer of the held call and touches nothing else. */
export interface CallAction extends ActionFacts {
  readonly scope: 'call';
  readonly fault: null;
  readonly kills: false;
}

/** Something that is done to the system when workflows stand at their crash points. */
export type ExplorationAction = FaultAction | CallAction;
