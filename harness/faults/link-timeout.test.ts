import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { linkTimeout } from './link-timeout.ts';
import { call, countWitnesses, faultyRun, plannedOnWorker1 } from './test-support/faulty-run.ts';

const link = 'temporal@worker-1';
const planned = plannedOnWorker1(linkTimeout);
const toxic = { name: 'chaos-timeout-up', type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } };
const reading: Dated = { kind: 'toxics', link, enabled: true, toxics: [toxic], atMs: 3500 };
const before = call('worker-1', 2500, { method: 'RecordActivityTaskHeartbeat' });
const task = { task: 'activity', workflowId: 'document-1', activityType: 'work', activityId: '5', attempt: 1 } as const;
const handedOut = call('worker-1', 2400, { ...task, method: 'PollActivityTaskQueue', startedMs: 2000 });

const count = (observed: readonly Dated[], on = link): { cause: number; effect: number } =>
  countWitnesses(linkTimeout.witnesses(faultyRun(linkTimeout, on, observed), planned));

describe('link-timeout', () => {
  it("is witnessed by Toxiproxy's own reading and by the silence of a worker that had spoken", () => {
    expect(count([reading, handedOut, before])).to.deep.equal({ cause: 1, effect: 1 });
  });

  it('is not witnessed by a reading without the toxic, of another link, or of another time', () => {
    expect(count([{ ...reading, toxics: [] }]).cause).to.equal(0);
    expect(count([{ ...reading, toxics: [{ ...toxic, type: 'latency' }] }]).cause).to.equal(0);
    expect(count([{ ...reading, link: 'temporal@worker-2' }]).cause).to.equal(0);
    expect(count([{ ...reading, atMs: 7000 }]).cause).to.equal(0);
  });

  it('is not felt where the worker went on speaking, or had not spoken before', () => {
    const during = call('worker-1', 4500, { method: 'RecordActivityTaskHeartbeat' });
    expect(count([reading, handedOut, before, during]).effect).to.equal(0);
    expect(count([reading, { ...handedOut, startedMs: 100, atMs: 200 }]).effect).to.equal(0);
  });

  it('is not felt by a worker that held no task, or had answered it, or got it only then', () => {
    const answer = call('worker-1', 2900, { ...task, method: 'RespondActivityTaskCompleted' });
    expect(count([reading, before]).effect).to.equal(0);
    expect(count([reading, handedOut, before, answer]).effect).to.equal(0);
    expect(count([reading, { ...handedOut, atMs: 3500 }, before]).effect).to.equal(0);
    expect(count([reading, handedOut, before, { ...answer, grpcStatus: 14 }]).effect, 'refused').to.equal(1);
    expect(count([reading, handedOut, before, { ...answer, attempt: 2 }]).effect, "another's").to.equal(1);
  });

  it('says nothing of silence on a link that the gateway does not see', () => {
    expect(count([handedOut, before], 'supabase@worker-1').effect).to.equal(0);
  });
});
