import { Client, Connection } from '@temporalio/client';
import { expect } from 'chai';
import { startRealTemporal } from '../gateway/test-support/real-temporal.ts';
import { waitFor } from '../wait.ts';
import { readEventHistories } from './event-histories.ts';
import { workflowClient } from './workflow-client.ts';

describe('readEventHistories on a Temporal server', () => {
  it('reads every run and every workflow but the canaries, and none that was never started', async function () {
    this.timeout(60_000);
    await using temporal = await startRealTemporal([]);
    const connection = await Connection.connect({ address: temporal.address });
    try {
      const client = new Client({ connection, namespace: 'default' });
      const workflows = workflowClient({ client, taskQueue: 'unpolled', callLimitMs: 5000 });
      const start = (workflowId: string): Promise<void> =>
        workflows.start({ workflowType: 'none', workflowId, args: [] });
      for (const workflowId of ['a', 'canary-1', 'unplanned']) await start(workflowId);
      await client.workflow.getHandle('a').terminate();
      // The harness itself starts no workflow twice; another client may.
      await client.workflow.start('none', { workflowId: 'a', taskQueue: 'unpolled' });
      const limits = { what: 'four executions', limitMs: 10_000, signal: new AbortController().signal };
      await waitFor(async () => ((await workflows.executions()).length === 4 ? true : undefined), limits);
      const book = await readEventHistories(workflows, ['a', 'never-started'], new Set(['canary-1']));
      expect(book.state === 'unavailable' ? book.reason : '').to.equal('');
      const rows = book.state === 'collected' ? book.rows : [];
      const ends = rows.map(({ workflowId, events }) => [workflowId, events.at(-1)?.eventType.slice(11)]);
      expect(ends.slice(0, 1)).to.deep.equal([['a', 'WORKFLOW_TASK_SCHEDULED']]);
      expect(ends.slice(1)).to.have.deep.members([
        ['a', 'WORKFLOW_EXECUTION_TERMINATED'],
        ['unplanned', 'WORKFLOW_TASK_SCHEDULED'],
      ]);
    } finally {
      await connection.close();
    }
  });
});
