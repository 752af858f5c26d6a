import { unfitForFolder } from '../model/file-names.ts';
import type { Json } from '../model/json.ts';
import type { ClientAction } from '../model/plan.ts';
import type { Service } from '../model/services.ts';

/**
 * What must be known of a system to explore one of its workflows, as data. A command line gives it, or a look at the
 * project. The configuration is made of it, and so is the text of a chaos.config.ts that says the same.
 */
export interface SystemSketch {
  /** Program and arguments of one worker. */
  readonly worker: readonly [string, ...string[]];
  /** The folder that workers, and the program of {@link start}, are started in; left out: that of the configuration. */
  readonly cwd?: string;
  /** Temporal's address in the code of the workers, such as `localhost:7233`; left out: they find it in a variable. */
  readonly fixedAddress?: string;
  readonly taskQueue: string;
  readonly workflowType: string;
  /** The arguments of the workflow; {@link ID} in a text stands for its id. */
  readonly input: readonly Json[];
  /** What the client does to it; {@link ID} in their arguments stands for its id. */
  readonly actions: readonly ClientAction[];
  /** Program and arguments that start the workflow, with {@link ID} among these; left out: the harness's client does. */
  readonly start?: readonly [string, ...string[]];
  readonly services: Readonly<Record<string, Service>>;
  /** The workers' variables; a value may have addresses in it, such as `{services.payments.url}`. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder of migrations that make tables in the Supabase of a run; left out: there are none. */
  readonly migrations?: string;
}

/** What stands for the id of the workflow in its input. */
export const ID = '{workflowId}';

/** The names that a configuration gives to what a sketch says. */
export interface SketchNames {
  /** Such as `billing` of `BillingWorkflow`. */
  readonly subject: string;
  /** The workflow type, or the subject where that type can't name a folder. */
  readonly exploration: string;
  /** The function that makes a job, such as `billing`. */
  readonly job: string;
  /** Such as `billing-worker-kill`, which is also the name of its file. */
  readonly scenario: string;
  /** Such as `billingWorkerKill`. */
  readonly scenarioConstant: string;
}

/** The case of the exploration: a sketch has one. */
export const CASE = 'main';

/** The names in the configuration of a sketch. */
export function namesOf({ workflowType }: Pick<SystemSketch, 'workflowType'>): SketchNames {
  const words = workflowType
    .replace(/(?<=.)_?workflow$/i, '')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
  // A name begins with a letter, in TypeScript too.
  const named = /^[a-z]/.test(words[0] ?? '') ? words : ['workflow', ...words];
  const subject = named.join('-');
  const scenario = `${subject}-worker-kill`;
  const exploration = unfitForFolder(workflowType) === null ? workflowType : subject;
  return { subject, exploration, job: `${camel(subject)}Job`, scenario, scenarioConstant: camel(scenario) };
}

function camel(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
