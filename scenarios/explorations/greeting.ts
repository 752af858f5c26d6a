import type { ExploredWorkflow, Job } from '../../harness/index.ts';
import type { GreetingInput } from '../../system-under-test/workflows/types.ts';
import { greetingExpectation } from '../workloads/greetings.ts';
import { explorationEnv, explorationTimeouts } from './exploration-timeouts.ts';

/** A greeting: the smallest workflow that there is, with one activity and no request to a service. */
export const greeting: ExploredWorkflow = {
  subject: 'greetings',
  cases: { greeted: job },
  env: explorationEnv,
};

function job(workflowId: string): Job {
  const input: GreetingInput = { name: 'Ada', durationMs: 20 };
  return {
    workflowType: 'greeting',
    workflowId,
    args: [input, explorationTimeouts],
    actions: [],
    expect: greetingExpectation(input),
  };
}
