import { expect } from 'chai';
import { CpuLives, partOf } from './cpu-lives.ts';

describe('CpuLives', () => {
  it('adds up what was taken since the beginning, by part, of those that have ended too', () => {
    const lives = new CpuLives();
    lives.seen([
      { id: '1 a', part: 'temporal', ticks: 500 },
      { id: '2 a', part: 'worker', ticks: 50 },
      { id: '3 a', part: 'reaper', ticks: 5 },
    ]);
    lives.begin();
    lives.seen([
      { id: '1 a', part: 'temporal', ticks: 650 },
      { id: '2 a', part: 'worker', ticks: 70 },
      { id: '3 a', part: 'reaper', ticks: 5 },
    ]);
    // The same process id, another life.
    lives.seen([{ id: '2 b', part: 'worker', ticks: 30 }]);
    expect(lives.shares()).to.deep.equal([
      { part: 'temporal', cpuS: 1.5, share: 0.75 },
      { part: 'worker', cpuS: 0.5, share: 0.25 },
    ]);
  });

  it('has no shares of nothing', () => {
    expect(new CpuLives().shares()).to.deep.equal([]);
  });
});

describe('partOf', () => {
  it('goes by the component, whatever its life, and by the program where there is none', () => {
    const tagged = (tag: string): string => `PATH=/bin\0DURABLE_CHAOS_RUN=r\0DURABLE_CHAOS_COMPONENT=${tag}\0`;
    expect(partOf(tagged('worker-2.14'), 'node\0')).to.equal('worker');
    expect(partOf(tagged('supabase-db.1'), '')).to.equal('supabase-db');
    expect(partOf('PATH=/bin\0', 'node\0/x/harness/probes/replay-main.ts\0')).to.equal('replayer');
    expect(partOf('', 'node\0/x/harness/reaper/reaper-main.js\0')).to.equal('reaper');
    expect(partOf('PATH=/bin\0', 'postgres: checkpointer\0')).to.equal(null);
  });
});
