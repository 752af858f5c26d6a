import type { Check } from '../model/check.ts';
import type { ExploredWorkflow } from '../model/config.ts';
import type { Versions } from '../model/evidence.ts';
import type { Exploration } from '../model/exploration.ts';
import type { ExplorationAction } from '../model/exploration-action.ts';
import type { SharedEvidence } from '../model/recorded-strike.ts';
import type { ExplorationListener } from './exploration-listener.ts';
import type { ResultFactory } from './judge/judge-front.ts';

/** The workflow to explore, and how far: all that the caller decides. */
export interface ExplorationSettings {
  readonly workflow: string;
  readonly explored: ExploredWorkflow;
  readonly cases: readonly string[];
  /** Only these points, by id; null: all. */
  readonly points: readonly string[] | null;
  readonly front: number;
  /** 2: a second crash at points of the recovery from the first. */
  readonly depth: 1 | 2;
  readonly seed: number;
  /** In milliseconds, for the exploring without start-up and references; null: none. */
  readonly timeLimitMs: number | null;
  /** The share of the points that is run again alone, from 0 to 1. */
  readonly audit: number;
  readonly sabotage: string | null;
  readonly listener: ExplorationListener;
}

/** An exploration of a system that is up: the settings, and how its results are made. */
export interface ExploreRequest
  extends ExplorationSettings,
    Pick<ResultFactory, 'sourceOf' | 'reproduce' | 'keep' | 'record'> {
  /** Writes down the evidence that all strikes share. */
  readonly recordShared: (shared: SharedEvidence) => Promise<void>;
  readonly actions: readonly ExplorationAction[];
  readonly versions: Versions;
  readonly checks: readonly Check[];
  /** What nothing judges, each with its reason. */
  readonly notJudged: readonly string[];
}

/** The result, without the facts that only the command line knows. */
export type Explored = Pick<
  Exploration,
  | 'brokeOff'
  | 'cases'
  | 'results'
  | 'fronts'
  | 'pairs'
  | 'audit'
  | 'findings'
  | 'notJudged'
  | 'expectations'
  | 'exploringMs'
>;

/** An exploration without any result. */
export const nothingExplored: Explored = {
  cases: [],
  results: [],
  fronts: [],
  pairs: null,
  audit: { candidates: 0, chosen: 0, audited: 0, disagreements: [] },
  findings: [],
  notJudged: [],
  brokeOff: false,
  exploringMs: 0,
};
