import { registerHooks } from 'node:module';
import type * as Parser from '@actions/workflow-parser';
import type { Step, WorkflowJob } from '@actions/workflow-parser/model/workflow-template';

/** A workflow, as GitHub's own parser understands it. */
export interface ReadWorkflow {
  /** What is wrong with it: against the schema, in an expression, or in what it means. */
  readonly errors: readonly string[];
  readonly crons: readonly string[];
  readonly jobs: readonly WorkflowJob[];
}

let parser: typeof Parser | undefined;

/** The package imports its schema as JSON in a way that bundlers take and Node does not. */
async function loadParser(): Promise<typeof Parser> {
  const hooks = registerHooks({
    load: (url, context, next) => {
      const isSchema = url.includes('/@actions/workflow-parser/') && url.endsWith('.json');
      return next(url, isSchema ? { ...context, importAttributes: { type: 'json' } } : context);
    },
  });
  try {
    return await import('@actions/workflow-parser');
  } finally {
    hooks.deregister();
  }
}

/** Reads a workflow, and holds it against its schema. */
export async function readWorkflow(name: string, content: string): Promise<ReadWorkflow> {
  parser ??= await loadParser();
  const { context, value } = parser.parseWorkflow({ name, content }, new parser.NoOperationTraceWriter());
  const template = value === undefined ? undefined : await parser.convertWorkflowTemplate(context, value);
  return {
    errors: context.errors.getErrors().map(({ message }) => message),
    crons: template?.events?.schedule?.map(({ cron }) => cron) ?? [],
    jobs: template?.jobs ?? [],
  };
}

/** The steps of a job that has some of its own. */
export function stepsOf(job: WorkflowJob | undefined): readonly Step[] {
  return job?.type === 'job' ? job.steps : [];
}

/** What a step runs in a shell; empty where it uses an action. */
export function scriptOf(step: Step): string {
  return 'run' in step ? step.run.toString() : '';
}

/** The action that a step uses, with its version; empty where it runs a script. */
export function actionOf(step: Step): string {
  return 'uses' in step ? step.uses.value : '';
}
