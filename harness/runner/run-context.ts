import type { Fault } from '../model/fault.ts';
import type { EntryOf, Journal } from '../model/journal.ts';
import type { PhaseHooks } from '../model/phase-hooks.ts';
import type { Plan } from '../model/plan.ts';
import type { Probes, StartedJob } from '../model/probes.ts';
import type { Stack } from '../model/stack.ts';

/** The system that a run drives and hurts, and what it is looked at with. */
export interface LiveSystem {
  readonly stack: Stack;
  readonly probes: Probes;
}

/** How a system may be brought up otherwise than it should be: for sabotages of the rig. */
export interface ProvisionChoices {
  /** The Temporal server keeps nothing beyond its own life. */
  readonly forgetfulTemporal?: boolean;
}

type JournalledComparison = Pick<EntryOf<'references'>, 'keeps' | 'ignoreFields'>;

/** Everything that a run needs from its caller: the runner itself imports neither stack nor probes nor faults. */
export interface RunParts {
  readonly journal: Journal;
  /** Aborts the run: faults heal first. */
  readonly signal: AbortSignal;
  readonly hooks: PhaseHooks;
  /** Shows a line to the user while the run goes on; if left out, only the journal has it. */
  readonly tell?: (line: string) => void;
  /** Starts the system. If it fails, it must itself undo what it had started. */
  provision(signal: AbortSignal, choices?: ProvisionChoices): Promise<LiveSystem>;
  findFault(name: string): Fault | undefined;
  /** The n-th canary; one that the harness itself serves has a task queue. */
  readonly canary: (n: number) => StartedJob;
  readonly drainLimitMs: number;
  /** What is compared with the plan's references, for the journal. */
  readonly comparison: JournalledComparison;
  /** Leaves the system up after the run. */
  readonly keep: boolean;
}

/** The context that the steps of a run share once the system is up. */
export interface RunContext extends LiveSystem {
  readonly plan: Plan;
  readonly parts: RunParts;
  readonly journal: Journal;
  /** Aborted by the user, by the run's limit, or by the failure of a sibling. */
  readonly signal: AbortSignal;
}
