import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import type { Probes } from '../model/probes.ts';
import { type StackUnderTest, startStackUnderTest, systemConfig } from '../stack/test-support/stack-fixture.ts';
import { waitFor } from '../wait.ts';
import { openProbes } from './open-probes.ts';

describe("the harness's own canary", function () {
  this.timeout(120_000);
  const taskQueue = 'canaries';
  let under: StackUnderTest;
  let probes: Probes;
  before(async () => {
    const config = await systemConfig();
    under = await startStackUnderTest(`canary-${process.pid}`, config, { workers: 0 });
    probes = await openProbes({
      temporal: under.stack.addresses.temporal,
      namespace: config.namespace,
      taskQueue: config.taskQueue,
      canaryQueue: taskQueue,
      supabase: null,
      tables: null,
      outsideWorldUrl: null,
      replayer: null,
    });
  });
  after(async () => {
    await probes[Symbol.asyncDispose]();
    await under.stack[Symbol.asyncDispose]();
    await rm(under.logsFolder, { recursive: true });
  });

  const completes = async (workflowId: string): Promise<void> => {
    await probes.workflows.start({ workflowType: 'canary', workflowId, args: [], taskQueue });
    const look = async (): Promise<true | undefined> =>
      (await probes.workflows.state(workflowId))?.completed === true ? true : undefined;
    const limits = { limitMs: 15_000, signal: new AbortController().signal };
    await waitFor(look, { what: `${workflowId} to complete`, ...limits });
  };

  it('completes without any worker of the system, and again after Temporal was killed', async () => {
    await completes('before');
    const temporal = under.stack.component('temporal');
    await temporal.kill('fault');
    await temporal.start();
    await completes('after');
    expect((await probes.workflows.executions()).length).to.be.at.least(1);
  });
});
