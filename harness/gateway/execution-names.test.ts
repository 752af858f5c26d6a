import { expect } from 'chai';
import { ExecutionNames } from './execution-names.ts';

const run = (nth: number, workflowId = 'order') => ({ workflowId, runId: `${workflowId}-run-${nth}` });

describe('ExecutionNames', () => {
  it('counts the runs of each workflow in the order of their first tasks, not by their ids', () => {
    const names = new ExecutionNames();
    for (const one of [run(7), run(3), run(7), run(1, 'another'), run(3)]) names.learn(one);
    expect([run(7), run(3), run(1, 'another')].map((one) => names.find(one))).to.deep.equal([
      undefined,
      'run 2',
      undefined,
    ]);
    expect(names.placeOf(run(3))).to.deep.equal({ execution: 'run 2' });
    expect(names.placeOf(run(7))).to.deep.equal({});
  });

  it('takes a run for the first if no relay saw a task of it, or could not read its id', () => {
    const names = new ExecutionNames();
    names.learn({ workflowId: 'order', runId: undefined });
    names.learn(run(1));
    expect([run(1), run(2), {}].map((one) => names.find(one))).to.deep.equal([undefined, undefined, undefined]);
  });
});
