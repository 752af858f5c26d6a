import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import { Incarnation } from './incarnation.ts';
import { memoryJournal } from './test-support/stack-fixture.ts';

describe('Incarnation', () => {
  const begin = (pid = 41): { incarnation: Incarnation; written: () => readonly object[] } => {
    const journal = memoryJournal();
    const incarnation = new Incarnation({ component: 'worker-1', incarnation: 2 }, pid, journal);
    const written = (): readonly object[] => entriesOf(journal.entries(), 'component');
    return { incarnation, written };
  };

  it('is journalled from its start to its end', async () => {
    const { incarnation, written } = begin();
    expect(incarnation.running).to.equal(true);
    incarnation.write('ready');
    incarnation.asked('fault', true);
    incarnation.ended({ exitCode: null, signal: 'SIGKILL' });
    await incarnation.exited;
    expect(incarnation.running).to.equal(false);
    expect(incarnation.exit).to.deep.equal({ incarnation: 2, exitCode: null, signal: 'SIGKILL' });
    const [spawned, ready, exited, ...more] = written();
    const of = { component: 'worker-1', incarnation: 2, pid: 41 };
    expect(spawned).to.include({ ...of, change: 'spawned' });
    expect(ready).to.include({ ...of, change: 'ready' });
    expect(exited).to.include({ ...of, change: 'exited', signal: 'SIGKILL', exitCode: null, purpose: 'fault' });
    expect(more).to.deep.equal([]);
  });

  it('died unplanned if it ended by itself before the SIGKILL that was to end it', () => {
    const { incarnation } = begin();
    incarnation.asked('fault', true);
    incarnation.ended({ exitCode: 1, signal: null });
    expect(incarnation.row).to.include({ purpose: 'unplanned', exitCode: 1 });
  });

  it('ended as asked by any signal if it was asked to stop, for the first purpose it was given', () => {
    const { incarnation } = begin();
    incarnation.asked('fault', false);
    incarnation.asked('teardown', false);
    incarnation.ended({ exitCode: 0, signal: null });
    expect(incarnation.row).to.include({ purpose: 'fault', oomKilled: false });
  });

  it('is journalled without a process until one is known', () => {
    const { incarnation, written } = begin(0);
    incarnation.isProcess(77);
    incarnation.outOfMemory();
    incarnation.write('paused');
    const [spawned, paused] = written();
    expect(spawned).to.not.have.property('pid');
    expect(paused).to.include({ pid: 77, change: 'paused' });
    expect(incarnation.row).to.include({ pid: 77, oomKilled: true, purpose: null });
  });
});
