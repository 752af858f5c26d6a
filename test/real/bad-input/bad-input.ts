import type { ErrorCode } from '../../../harness/errors.ts';

/** One thing that a user may get wrong. */
export interface BadInput {
  readonly input: string;
  readonly code: ErrorCode;
  readonly exit: 64 | 70;
  /** What the line must say beside its code: what is wrong, or what to do. */
  readonly says: string | RegExp;
  /** Of the command line; `scenario worker-kill` by default. */
  readonly args?: readonly string[];
  /**
   * The environment, in which `{place}` stands for the case's own folder and `{port}` for a port that is taken;
   * `{oldEngine}` and `{silentEngine}` for engines that are too old and that never answer, `{fullEngine}` for one without
   * room. By default none answers.
   */
  readonly env?: Readonly<Record<string, string>>;
  /** The text of chaos.config.ts, in which `real` is the project's own; null: there is none. */
  readonly config?: string | null;
  /** Changes a good plan of worker-kill, which is then given by --plan; text is written as it is. */
  readonly plan?: string | ((plan: PlanText) => void);
  /** Files to make beside the project, by name; `{temporal}` in them is the real server. */
  readonly files?: Readonly<Record<string, string>>;
  /** It gets as far as servers, or ends the process: neither may happen in the process of the tests. */
  readonly apart?: true;
  /** How the command line is started, where not by node. */
  readonly through?: 'npm' | 'full disk' | 'full standard output';
  /** Left out: proved by each `npm test`. */
  readonly tier?: 'ci';
  /** Something was started, so that its logs and a report are left behind in the run folder. */
  readonly leavesRun?: true;
  /** Something of an exploration was run, so that its folder with logs, journal and exploration.json is left behind. */
  readonly leavesExploration?: true;
}

/** Whether a case needs a process of its own. */
export function isApart({ apart, through, leavesRun, leavesExploration }: BadInput): boolean {
  return apart === true || through !== undefined || leavesRun === true || leavesExploration === true;
}

/** A plan as a user edits it. */
export interface PlanText {
  schema: string;
  scenario: string;
  subject: string;
  seed: unknown;
  checks: string[];
  workload: { workflowId: string }[];
  schedule: { id: string; fault: string; at: { nth: unknown }; params: object; target: object }[];
}
