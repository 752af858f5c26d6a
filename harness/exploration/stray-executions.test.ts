import { expect } from 'chai';
import { Families } from '../checks/comparison/families.ts';
import { historyBuilder } from '../contracts/sample-run/history-builder.ts';
import type { EventHistory } from '../model/event-history.ts';
import type { Job } from '../model/plan.ts';
import type { ExecutionId, Probes } from '../model/probes.ts';
import { strayExecutions } from './stray-executions.ts';
import { job } from './test-support/struck.ts';

const runId = 'x-1';
const paid = { workflowId: 'x-1-paid', runId: 'first' };

function history({ workflowId, runId: run }: ExecutionId, started: object = {}): EventHistory {
  const made = historyBuilder(workflowId, { atMs: 0, type: 'order', args: [] }).history();
  const [first, ...rest] = made.events;
  if (first === undefined) throw new TypeError('Expected a first event.');
  const events = [
    { ...first, workflowExecutionStartedEventAttributes: { workflowType: { name: 'order' }, ...started } },
  ];
  return { ...made, runId: run, events: [...events, ...rest] };
}

async function found(executions: readonly ExecutionId[], started: object = {}, also?: Job['also']) {
  const families = new Families();
  families.learn([history(paid)], [paid.workflowId]);
  const workflows = {
    executions: async () => Promise.resolve(executions),
    eventHistory: async (workflowId: string, run: string) =>
      Promise.resolve(history({ workflowId, runId: run }, started)),
  };
  const cases = {
    paid: (workflowId: string): Job => ({ ...job, workflowId, ...(also === undefined ? {} : { also }) }),
  };
  const explored = { subject: 's', cases };
  const findings = await strayExecutions({ probes: { workflows } as unknown as Probes, families, runId, explored });
  return findings.map(({ verdict, exhibits }) => [verdict, exhibits.length]);
}

describe('strayExecutions', () => {
  it('finds nothing where each workflow was started once, judged or not', async () => {
    expect(await found([paid, { workflowId: 'x-1-never-judged', runId: 'r' }])).to.deep.equal([]);
  });

  it('is invalid where an explored workflow was executed a second time, unless that run goes on from another', async () => {
    const again = { ...paid, runId: 'second' };
    expect(await found([paid, again])).to.deep.equal([['invalid', 1]]);
    expect(await found([paid, again], { continuedExecutionRunId: 'first' })).to.deep.equal([]);
  });

  it('says that no point answers for workflows of no case', async () => {
    expect(await found([paid, { workflowId: 'nightly', runId: 'r' }])).to.deep.equal([['unknown', 1]]);
  });

  it('takes workflows that the case declares for its own, and wants them to end as it says', async () => {
    const nightly = { workflowId: 'nightly', runId: 'r' };
    expect(await found([paid, nightly], {}, [{ workflowType: 'order' }])).to.deep.equal([]);
    expect(await found([paid, nightly], {}, [{ workflowType: 'another' }])).to.deep.equal([['unknown', 1]]);
    const ended = await found([paid, nightly], {}, [{ workflowType: 'order', end: 'completed' }]);
    expect(ended, 'still running').to.deep.equal([['invalid', 1]]);
  });

  it('proves nothing where they could not be listed', async () => {
    const workflows = { executions: () => Promise.reject(new Error('gone')) };
    const probes = { workflows } as unknown as Probes;
    const [finding] = await strayExecutions({
      probes,
      families: new Families(),
      runId,
      explored: { subject: 's', cases: {} },
    });
    expect(finding).to.deep.include({ verdict: 'unknown' });
    expect(finding?.summary).to.contain('gone');
  });
});
