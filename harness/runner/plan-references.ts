import { comparesAny } from '../model/compared-items.ts';
import { canonicalJson, jsonSchema } from '../model/json.ts';
import { renamedJob } from '../model/mark-plan.ts';
import type { Job, Plan, References } from '../model/plan.ts';

/** How often a workflow is run without a fault for the jobs that are compared with it. */
const REFERENCES = 3;

/**
 * The plan with the references of its jobs of whose expectation an item is as without a fault; a plan that has them
 * already keeps its own.
 *
 * @remarks Jobs of the same type, input and client, but for their ids, share them. A reference has the id of the first of
 * these with a number, in its input too: so it shares no key and no row with a job.
 */
export function withReferences(plan: Plan): Plan {
  if (plan.references !== undefined) return plan;
  const compared = plan.workload.filter((job) => comparesAny(job));
  const alike = [...Map.groupBy(compared, shapeOf).values()];
  const references = alike.flatMap((jobs) => referencesOf(jobs));
  return references.length === 0 ? plan : { ...plan, references };
}

function referencesOf(jobs: readonly Job[]): readonly References[] {
  const [first] = jobs;
  if (first === undefined) return [];
  const runs = Array.from({ length: REFERENCES }, (_, index) => {
    return atOnce(renamedJob(first, `${first.workflowId}-reference-${index + 1}`));
  });
  return [{ of: jobs.map(({ workflowId }) => workflowId), runs }];
}

/** What two jobs have in common that the same references can stand for. */
function shapeOf(job: Job): string {
  return canonicalJson(jsonSchema.parse(atOnce(renamedJob(job, '<workflow>'))));
}

/** The job without what depends on the course of a run: when it starts, and what a client does because of a fault. */
function atOnce({ startAfterMs: _ms, startAfterFault: _fault, ...job }: Job): Job {
  return { ...job, actions: job.actions.map(({ afterFault: _after, ...action }) => action) };
}
