import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import type Docker from 'dockerode';
import { HarnessError } from '../../errors.ts';
import { crashProcess } from './crash-process.ts';

const id = '5f3c'.repeat(16);

function told(pid: number): Docker.ContainerInspectInfo {
  return { Id: id, Name: '/worker-1', State: { Pid: pid } } as unknown as Docker.ContainerInspectInfo;
}

function refusal(local: boolean, pid: number): HarnessError {
  try {
    crashProcess({ local }, told(pid));
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
  return expect.fail('Expected it to be refused.');
}

describe('the crash of a container', () => {
  it('strikes no process outside that container, even if the engine reports its id', async () => {
    // An engine in a virtual machine reports ids that mean other processes here; and an id may have been reused.
    const child = spawn('sleep', ['300'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const exit = once(child, 'exit');
    try {
      const error = refusal(true, child.pid ?? 0);
      expect(error).to.include({ code: 'CHAOS_FAULT_FAILED' });
      expect(error.message).to.include(`${child.pid}`).and.to.include('is no process of it');
      expect(child.signalCode).to.equal(null);
      process.kill(child.pid ?? 0, 0);
    } finally {
      child.kill('SIGTERM');
    }
    expect((await exit)[1]).to.equal('SIGTERM');
  });

  it('is refused where the engine is another machine, or the container has no main process', () => {
    expect(refusal(false, 4711)).to.include({ code: 'CHAOS_STACK_LACKS' });
    for (const pid of [0, 1]) expect(refusal(true, pid)).to.include({ code: 'CHAOS_FAULT_FAILED' });
  });
});
