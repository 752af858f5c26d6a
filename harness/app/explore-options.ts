import type { ExplorationListener } from '../exploration/exploration-listener.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { AskedStack } from './choose-stack.ts';
import type { NamedSupabase } from './own-plan.ts';

/** How a workflow is explored. Only the configuration is needed; all else has a default. */
export interface ExploreOptions {
  readonly config: ChaosConfig;
  /** Only these cases; left out: those of the points, else all. */
  readonly cases?: readonly string[];
  /** The actions at each point; left out: `crash`, `lose-answer` and `lose-request`, at depth 2 `crash` alone. */
  readonly actions?: readonly string[];
  /** Only these crash points, by their ids in an earlier report; left out: all. */
  readonly points?: readonly string[];
  /** How many workflows are struck together at most; left out: 40. */
  readonly front?: number;
  /** 2: a second crash too, at points of the recovery from the first; left out: 1. */
  readonly depth?: 1 | 2;
  /** The share of the points that is struck again alone, from 0 to 1; left out: 0.02. */
  readonly audit?: number;
  /** Chooses the points of the audit; left out: a new one. */
  readonly seed?: number;
  /** No front begins after this time, in milliseconds, without start-up and references; left out: no limit. */
  readonly timeLimitMs?: number;
  /** A deliberately broken variant of the system; left out: none. */
  readonly sabotage?: string;
  /** Left out: `embedded`. */
  readonly stack?: AskedStack;
  /** A Supabase that exists already, instead of one that the exploration starts. */
  readonly supabase?: NamedSupabase | null;
  /** Has all that can speak TLS, with certificates of the run; left out: nothing does. */
  readonly tls?: boolean;
  /**
   * The words of a command line that say which system and which workflow it is, for commands that repeat a part of it;
   * left out: the workflow's name, as chaos.config.ts has it.
   */
  readonly systemWords?: string;
  /** The folder of chaos.config.ts; left out: the working folder. */
  readonly projectFolder?: string;
  /** The folder of reports; left out: `reports` in the project's folder. */
  readonly reportsFolder?: string;
  /** Ends the exploration early; the points that were struck by then are judged. */
  readonly signal?: AbortSignal;
  /** Hears how the exploration goes. */
  readonly listener?: ExplorationListener;
}
