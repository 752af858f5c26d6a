import type { ApiAddresses, ClientAddresses, WorkerAddresses } from './addresses.ts';
import type { Check } from './check.ts';
import type { PayloadSettings } from './data-converter.ts';
import type { ExchangedEffect, ServiceExchange } from './exchange-facts.ts';
import type { ExplorationAction } from './exploration-action.ts';
import type { Fault } from './fault.ts';
import type { FleetConfig } from './fleet-config.ts';
import type { Json } from './json.ts';
import type { Job } from './plan.ts';
import type { Scenario } from './scenario.ts';
import type { RequestAttribution, ServiceRequest } from './service-request.ts';
import type { Service } from './services.ts';
import type { SubjectBooks, SubjectTable } from './subject-books.ts';
import type { TemporalAccess } from './temporal-access.ts';
import type { TemporalSetup } from './temporal-setup.ts';
import type { WorkerVariant } from './worker-variant.ts';
import type { WrittenJob } from './written-job.ts';

/**
 * Another version of the system under test, which a worker can be replaced by.
 *
 * @example
 * const next: SystemVersion = {
 *   summary: 'Checks for duplicates before it publishes.',
 *   bundle: ['node', 'build-bundle.ts', 'next'],
 *   env: { BUILD_ID: 'next' },
 * };
 */
export interface SystemVersion extends Partial<WorkerVariant> {
  /** What is different about it, in one sentence. */
  readonly summary: string;
  /** Set in the environment of its workers, over the values of `workers.env`. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Arguments of `client` that make it the version which gets new work, once a worker of it runs; left out: nothing has
   * to be done.
   */
  readonly deploy?: readonly [string, ...string[]];
}

/**
 * A deliberately broken variant of the system under test.
 *
 * @example
 * const forgetsProgress: Sabotage = {
 *   summary: 'Ignores heartbeat details.',
 *   command: ['node', 'forgetful-worker.ts'],
 * };
 */
export interface Sabotage extends Partial<WorkerVariant> {
  /** The defect, in one sentence. */
  readonly summary: string;
  /** Program and arguments of a broken API. */
  readonly api?: readonly [string, ...string[]];
  /** The one of `versions` that it breaks; if left out, the one that the workers begin with. */
  readonly version?: string;
  /** The one of `fleets` whose workers it breaks; if left out, those of `workers`. */
  readonly fleet?: string;
  /** Set in the environment of the broken workers, over all other values: a flag that the defect is behind. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * How the executions of one workflow type are explored, crash point by crash point.
 *
 * @example
 * const order: ExploredWorkflow = {
 *   subject: 'orders',
 *   cases: {
 *     paid: (workflowId) => orderJob(workflowId, 'paid'),
 *     refused: (workflowId) => orderJob(workflowId, 'refused'),
 *   },
 *   sources: 'src',
 * };
 */
export interface ExploredWorkflow {
  /** The subject that it belongs to, which says which books it keeps. */
  readonly subject: string;
  /**
   * The ways in which the workflow can go, each as a job for a given workflow id.
   *
   * @remarks Its actions must be due at events of its own event history, never at a time: else no two runs are alike.
   */
  readonly cases: Readonly<Record<string, (workflowId: string) => WrittenJob>>;
  /** The workflow types that its cases start, if they share one stack; left out: only the one that it is named after. */
  readonly workflowTypes?: readonly string[];
  /** Names an activity among those of its type, such as `batch 2`; null or left out: by their order. */
  readonly label?: (activityType: string, args: readonly Json[]) => string | null;
  /** Names a heartbeat by its details, such as `page 2`; null or left out: by their order. */
  readonly progress?: (activityType: string, details: Json) => string | null;
  /**
   * Names the activity that makes a request; null: none that is explored. If left out, a request to a configured service
   * is of the activity that its worker holds, and those to Supabase and the outside world are no crash points.
   *
   * @remarks If it throws, the request is relayed without an activity, and the exploration is `unknown`.
   */
  readonly attribute?: (request: ServiceRequest) => RequestAttribution | null;
  /**
   * Names of fields, at any depth of inputs and results of activities, that may differ after a crash: an attempt, the
   * name of a worker. All other values must be as without a fault, as far as the references agree.
   */
  readonly ignoreFields?: readonly string[];
  /** Tables that are read beside those of the subject, or read in another way. */
  readonly tables?: readonly SubjectTable[];
  /** Added to the workers' environment: every heartbeat sent, enough slots for a whole front. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder of the sources, which is searched for activities and workflows by name. */
  readonly sources?: string;
}

/** Everything that a user writes to test their own system: the contents of chaos.config.ts. */
export interface ChaosConfig extends PayloadSettings {
  readonly workers: WorkerVariant & {
    /** The folder that worker processes are started in, from the project's folder; left out: the working folder. */
    readonly cwd?: string;
    /**
     * The environment of one worker process, on top of PATH, HOME and Temporal's standard variables (`TEMPORAL_ADDRESS`,
     * `TEMPORAL_NAMESPACE`, `TEMPORAL_TLS` and those of its certificates); if left out, these are enough.
     */
    env?(addresses: WorkerAddresses): Readonly<Record<string, string>>;
    /** An older name of `dataConverter` beside `workers`: the path of a module that exports it. */
    readonly dataConverter?: string;
    /**
     * The address of Temporal that is written into the workers' code, such as `localhost:7233`. The harness listens there,
     * and leads each connection through the link of the worker that opened it. If left out, workers read it from the
     * environment.
     */
    readonly fixedAddress?: string;
    /** How workers run in containers; if left out, this system has no Docker stack. */
    readonly container?: {
      /** The image that has the workers' programs in it. */
      readonly image: string;
      /**
       * The folder in the image that stands for the project's folder: a path of the command below the project's is run
       * below this one.
       */
      readonly folder: string;
    };
    /** How long a worker may take from spawn to its first poll, in milliseconds. */
    readyLimitMs: number;
    /** How long a worker may take to drain after SIGTERM, in milliseconds. */
    drainLimitMs: number;
  };
  /**
   * Further fleets of workers, by name: other programs, on other task queues. Left out: all workers are those of
   * `workers`, whose program runs the workflows that are tested.
   */
  readonly fleets?: Readonly<Record<string, FleetConfig>>;
  /** The system's client, for manual work on a stack that stays up; left out if there is none. */
  readonly client?: {
    /** Program and arguments, to which those of the command line are added. */
    readonly command: readonly [string, ...string[]];
    /** Its environment, on top of the user's own. */
    env(addresses: ClientAddresses): Readonly<Record<string, string>>;
  };
  /** The system's own HTTP API, started for plans that ask it; left out if there is none. */
  readonly api?: {
    /** Program and arguments; `node` is the Node that runs the harness. */
    readonly command: readonly [string, ...string[]];
    /** The environment of its process, on top of PATH and HOME. */
    env(addresses: ApiAddresses): Readonly<Record<string, string>>;
    /** The path that answers 2xx, without a token, once it can serve. */
    readonly readyPath: string;
    /** How long it may take from spawn until it can serve, in milliseconds. */
    readonly readyLimitMs: number;
  };
  /** The services that the workers ask, by name; left out: only Supabase and the outside world of the harness. */
  readonly services?: Readonly<Record<string, Service>>;
  /**
   * Names the effect that a request to one of the services has if it succeeds; null: none. Left out: any POST or PATCH
   * may have one. A request that is answered by 4xx or 5xx has none.
   */
  readonly effects?: (exchange: ServiceExchange) => ExchangedEffect | null;
  /** Texts that are masked before anything is written, beside keys, tokens and card numbers; left out: no others. */
  readonly secrets?: readonly RegExp[];
  readonly taskQueue: string;
  readonly namespace: string;
  /** A Temporal that exists already; left out: each run starts its own. */
  readonly temporal?: TemporalAccess;
  /** What Temporal must have before any workflow runs: a run's own is given it. Left out: nothing. */
  readonly setup?: TemporalSetup;
  /**
   * A fault-free workflow by which the steady state is measured; the n-th execution. Left out: the harness's own,
   * which none of the workers serves.
   */
  canary?(n: number): Pick<Job, 'workflowType' | 'workflowId' | 'args'>;
  /** What each subject keeps, by its name. */
  readonly subjects: Readonly<Record<string, SubjectBooks>>;
  readonly books: {
    /** Folder of .sql migrations, applied in the order of their names before the API starts; left out: none. */
    readonly migrations?: string;
    readonly checkpoints?: {
      /** As `books.migrations`, where that is left out. */
      readonly migrations?: string;
      readonly table: string;
      /** Not read: each row names its activity. It is still here so that older configurations load. */
      readonly activityType?: string;
      /**
       * Tables that get rows of a workflow beside those of the subjects, each with the column that holds its id; if
       * left out, none.
       */
      readonly alsoWritten?: readonly { readonly table: string; readonly key: string }[];
    };
  };
  /** The experiments that can be run on this system, by name. */
  readonly scenarios: readonly Scenario[];
  readonly sabotages: Readonly<Record<string, Sabotage>>;
  /** Other versions of the system, by name; if left out, there is only the one of `workers`. */
  readonly versions?: Readonly<Record<string, SystemVersion>>;
  /** Your faults, found by name beside the harness's; see {@link Fault}. If left out, none. */
  readonly faults?: readonly Fault[];
  /** Your checks, found by name beside the harness's; see {@link Check}. If left out, none. */
  readonly checks?: readonly Check[];
  /**
   * Your actions at crash points, found by name beside the harness's; see {@link ExplorationAction}. If left out, none.
   */
  readonly actions?: readonly ExplorationAction[];
  /** The workflow types that can be explored, by name; if left out, none. */
  readonly explorations?: Readonly<Record<string, ExploredWorkflow>>;
}

/**
 * Types a configuration that is written as plain data; returns it unchanged.
 *
 * @example
 * export const config = defineConfig({
 *   workers: {
 *     command: ['node', 'worker.ts'],
 *     bundle: null,
 *     env: ({ temporalHost, temporalPort }) => ({ TEMPORAL_ADDRESS: `${temporalHost}:${temporalPort}` }),
 *     readyLimitMs: 30_000,
 *     drainLimitMs: 10_000,
 *   },
 *   taskQueue: 'orders',
 *   namespace: 'default',
 *   subjects: { orders: { checkpoints: false, effects: true } },
 *   books: {},
 *   scenarios: [workerKill],
 *   sabotages: {},
 * });
 */
export function defineConfig(config: ChaosConfig): ChaosConfig {
  return config;
}
