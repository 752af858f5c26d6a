import { HarnessError } from '../errors.ts';
import { describeIssue } from '../model/describe-issue.ts';
import { PLAN_SCHEMA, type Plan, planSchema } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import type { WrittenJob } from '../model/written-job.ts';
import { harnessVersion } from '../version.ts';
import { withReferences } from './plan-references.ts';

/** The choices of a user beside the scenario. */
export interface PlanChoices {
  /** Decides the workload and the moments of the faults. */
  readonly seed: number;
  /** Parameters by name, as JSON values; if left out, the scenario's defaults. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** A deliberately broken system or harness; if left out, none. */
  readonly sabotage?: string | null;
  /** `true` leaves the schedule empty: the same load without a fault. */
  readonly noFault?: boolean;
  /** By default, the version of this harness. */
  readonly harnessVersion?: string;
}

/**
 * Makes the plan of a scenario: a pure function of scenario, parameters, seed and harness version.
 *
 * @example
 * const plan = makePlan(workerKill, { seed: 7, params: { documents: 40 } });
 *
 * @throws HarnessError CHAOS_USAGE for a parameter that the scenario refuses; CHAOS_BAD_PLAN for a plan that breaks its
 * own schema.
 */
export function makePlan(scenario: Scenario, choices: PlanChoices): Plan {
  const params = scenario.params.safeParse(choices.params === undefined ? {} : choices.params);
  if (!params.success) {
    const issue = params.error.issues[0];
    const where = issue === undefined || issue.path.length === 0 ? '' : ` "${issue.path.join('.')}"`;
    throw new HarnessError(
      'CHAOS_USAGE',
      `Expected parameters that ${scenario.name} knows, but got${where}: ${issue?.message ?? 'unknown'}. ` +
        `It has: ${paramNames(scenario)}.`,
    );
  }
  const body = scenario.plan(choices.seed, params.data);
  const plan = {
    schema: PLAN_SCHEMA,
    harness: choices.harnessVersion ?? harnessVersion(),
    scenario: scenario.name,
    hypothesis: scenario.hypothesis,
    subject: scenario.subject,
    seed: choices.seed,
    params: params.data,
    sabotage: choices.sabotage ?? null,
    ...body,
  };
  const parsed = parsePlan(plan);
  if (choices.noFault !== true) return parsed;
  return parsePlan({ ...plan, schedule: [], workload: body.workload.map((job) => withoutFaults(job)) });
}

/** The job without what its client does only when a fault is in force. */
function withoutFaults(job: WrittenJob): WrittenJob {
  return { ...job, actions: job.actions.filter(({ after }) => after.kind !== 'injected') };
}

/** The names that `--param` takes; none if the schema isn't one of an object. */
function paramNames(scenario: Scenario): string {
  const names = Object.keys(scenario.params.toJSONSchema({ io: 'input', unrepresentable: 'any' }).properties ?? {});
  return names.length === 0 ? 'none' : names.join(', ');
}

/**
 * Reads a plan from data, and adds the references that its jobs are compared with.
 *
 * @throws HarnessError CHAOS_BAD_PLAN with the path of the first fault in it.
 */
export function parsePlan(data: unknown): Plan {
  const schema = typeof data === 'object' && data !== null && 'schema' in data ? String(data.schema) : 'none';
  if (schema !== PLAN_SCHEMA) {
    throw new HarnessError(
      'CHAOS_BAD_PLAN',
      `Expected a plan of schema ${PLAN_SCHEMA}, but it says ${schema}. Use the version of the harness that wrote it.`,
    );
  }
  const parsed = planSchema.safeParse(data);
  if (parsed.success) return withReferences(parsed.data);
  const issue = parsed.error.issues[0];
  throw new HarnessError(
    'CHAOS_BAD_PLAN',
    `Expected a plan of schema ${PLAN_SCHEMA}, but ${issue === undefined ? 'it is not' : describeIssue(issue, 'it')}. Fix the plan.`,
  );
}
