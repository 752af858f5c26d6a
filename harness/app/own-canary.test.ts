import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { ExistingTemporal } from '../model/existing-temporal.ts';
import { canaryOf, canaryQueueOf } from './own-canary.ts';

const without: ChaosConfig = { ...config };
delete without.canary;

describe('the canary of a run', () => {
  it('is that of the configuration, which the workers serve', () => {
    expect(canaryQueueOf({ config, runId: 'r' })).to.equal(undefined);
    expect(canaryOf({ config, runId: 'r' }, 2)).to.deep.equal(config.canary?.(2));
  });

  it('is one of the harness where the configuration has none, on a task queue of that run alone', () => {
    const canaries = [1, 2].map((n) => canaryOf({ config: without, runId: 'r' }, n));
    expect(canaries.map(({ taskQueue }) => taskQueue)).to.deep.equal([
      'durable-chaos-canary-r',
      'durable-chaos-canary-r',
    ]);
    expect(new Set(canaries.map(({ workflowId }) => workflowId)).size).to.equal(2);
    expect(canaryQueueOf({ config: without, runId: 's' })).not.to.equal(canaries[0]?.taskQueue);
  });

  it('has an id with the mark of the run on an existing Temporal, by which what is left of it is found', () => {
    const temporal = { mark: 'chaos-abc123-' } as ExistingTemporal;
    const { workflowId } = canaryOf({ config: without, runId: 'r', temporal }, 1);
    expect(workflowId).to.equal('chaos-abc123-durable-chaos-canary-r-1');
  });
});
