import { expect } from 'chai';
import { config as own } from '../../../chaos.config.ts';
import { historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import { makeRunRequest } from '../run-request.ts';
import { trialPlan } from './trial-plan.ts';
import { itemsOf } from './try-config.ts';

describe('a trial on an existing Temporal', () => {
  it('looks for the workflow ids and the task queue of the run', async () => {
    const config = { ...own, temporal: { address: '127.0.0.1:1', ownTaskQueue: true } };
    const request = await makeRunRequest(trialPlan(config), { config, stack: 'embedded' });
    const { plan, temporal } = request;
    const histories = plan.workload.map(({ workflowId, workflowType }) => {
      const builder = historyBuilder(workflowId, { atMs: 2000, type: workflowType, args: [] });
      builder.add(3000, 'WORKFLOW_EXECUTION_COMPLETED', {});
      return builder.history();
    });
    const items = itemsOf(request, {
      eventHistories: { state: 'collected', rows: histories },
      components: { state: 'collected', rows: [] },
      journal: [],
    });
    expect(temporal?.mark).to.match(/^chaos-/);
    expect(request.config.taskQueue).to.equal(`${temporal?.mark ?? ''}${own.taskQueue}`);
    expect(items.map(({ seen }) => seen).filter((seen) => seen.includes('did not end'))).to.deep.equal([]);
  });
});
