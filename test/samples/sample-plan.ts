import { type Job, PLAN_SCHEMA, type Plan } from '../../harness/model/plan.ts';
import type { SampleWorkflow } from './sample-workflow.ts';

/** The plan of the sample run, its expectations taken from what the sample did. */
export function samplePlan(workflows: readonly SampleWorkflow[]): Plan {
  const workload: Job[] = workflows.map(({ workflowId, checkpoints, effects }) => ({
    workflowType: 'ingestDocument',
    workflowId,
    args: [{ document: workflowId }],
    actions: [],
    expect: {
      end: 'completed',
      checkpoints: checkpoints.map(({ row: { stage } }) => ({ stage, work: { kind: 'none' } })),
      effects: effects
        .filter(({ row }) => row.outcome === 'applied')
        .map(({ row: { kind, subject } }) => ({ kind, subject })),
      progress: [],
    },
  }));
  const side = { kind: 'call', side: 'reply', method: 'RecordActivityTaskHeartbeat', nth: 1 } as const;
  const target = { role: 'holder', activityType: 'extractPages' } as const;
  const fault = { id: 'kill-1', at: side, fault: 'worker-kill', params: {}, target, healAfterMs: 2000 };
  return {
    schema: PLAN_SCHEMA,
    harness: '0.1.0',
    scenario: 'worker-kill',
    hypothesis: 'A worker that dies in the middle of an activity loses no document and repeats no side effect.',
    subject: 'documents',
    seed: 7,
    params: { documents: workflows.length },
    sabotage: null,
    workers: 2,
    workload,
    schedule: [fault],
    checks: ['every-workflow-completes', 'side-effects-once', 'recovers-within-bound', 'fault-landed'],
    runTimeMs: 60_000,
  };
}
