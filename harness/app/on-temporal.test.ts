import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import { withRemains } from '../model/existing-temporal.ts';
import { jobSchema, type Plan } from '../model/plan.ts';
import { onTemporal, withSchedules } from './on-temporal.ts';
import { ownPlan } from './own-plan.ts';

const job = (workflowId: string, more: object = {}) =>
  jobSchema.parse({ workflowType: 'order', workflowId, args: [], actions: [], ...more });
const scheduled = job('order-1', { bySchedule: {} });
const plan = { workload: [scheduled, job('order-2')], schedule: [] } as unknown as Plan;

describe('schedules of a run on an existing Temporal', () => {
  const runId = '20260101-000000-7';
  const on = (leaveWorkflows: boolean) => {
    const temporal = { address: '127.0.0.1:7233', leaveWorkflows };
    return onTemporal({ ...config, temporal }, { projectFolder: tmpdir(), runId });
  };

  it('have ids with the mark of the run, and are known before they are made: the reaper deletes these alone', async () => {
    const own = ownPlan(config, plan, { runId, named: null, existingTemporal: true });
    const [id = ''] = withSchedules(await on(true), own.plan).temporal?.scheduleIds ?? [];
    expect(id).to.match(/^chaos-[0-9a-z]{6}-order-1$/);
    expect(own.plan.workload[0]?.workflowId).to.equal(id);
  });

  it('are removed even if the workflows of the run are left', async () => {
    const left = await on(true);
    expect(withRemains(left.temporal)).to.equal(null);
    const { temporal } = withSchedules(left, plan);
    expect(withRemains(temporal)).to.equal(temporal);
    expect(withSchedules(left, { ...plan, workload: [] })).to.deep.equal(left);
  });
});
