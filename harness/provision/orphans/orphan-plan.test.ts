import { expect } from 'chai';
import type { ProcessIdentity } from '../../processes/process-identity.ts';
import { parseOwner, parsePsWithEnvironment, readTag } from '../../processes/tagged-processes.ts';
import { planOrphans } from './orphan-plan.ts';

const dead: ProcessIdentity = { pid: 10, startTime: '100' };
const live: ProcessIdentity = { pid: 11, startTime: '110' };
const isAlive = (owner: ProcessIdentity): boolean => owner.pid === live.pid;
const folder = (
  runId: string,
  owner: ProcessIdentity | null,
): { runId: string; path: string; owner: ProcessIdentity | null } => ({
  runId,
  path: `/tmp/durable-chaos-${runId}`,
  owner,
});

describe('planOrphans', () => {
  it('removes folder and processes of a run whose owner is dead', () => {
    const processes = [
      { pid: 20, runId: 'a', owner: null },
      { pid: 21, runId: 'a', owner: dead },
    ];
    expect(planOrphans({ folders: [folder('a', dead)], processes, objects: [] }, isAlive)).to.deep.equal({
      dead: [{ runId: 'a', folder: '/tmp/durable-chaos-a', pids: [20, 21], objects: [] }],
      live: [],
      unclear: [],
    });
  });

  it('touches nothing of a run with any living owner, even if it has dead ones', () => {
    const processes = [{ pid: 20, runId: 'a', owner: live }];
    const plan = planOrphans({ folders: [folder('a', dead), folder('b', live)], processes, objects: [] }, isAlive);
    expect(plan.dead).to.deep.equal([]);
    expect(plan.live.map(({ runId }) => runId)).to.deep.equal(['a', 'b']);
  });

  it('removes processes whose folder is gone, by the owner that they name', () => {
    const processes = [{ pid: 20, runId: 'a', owner: dead }];
    expect(planOrphans({ folders: [], processes, objects: [] }, isAlive).dead).to.deep.equal([
      { runId: 'a', folder: null, pids: [20], objects: [] },
    ]);
  });

  it('leaves alone a run without a known owner', () => {
    const processes = [{ pid: 20, runId: 'a', owner: null }];
    const plan = planOrphans({ folders: [folder('b', null)], processes, objects: [] }, isAlive);
    expect(plan.dead).to.deep.equal([]);
    expect(plan.unclear.map(({ runId }) => runId)).to.deep.equal(['a', 'b']);
  });

  it('removes what the engine has of a run whose owner is dead, and nothing of one whose owner lives', () => {
    const name = 'container someone';
    const objects = [
      { runId: 'a', name: 'container a-worker-1-1', owner: dead },
      { runId: 'a', name: 'network a_workers', owner: dead },
      { runId: 'b', name, owner: live },
      { runId: 'c', name, owner: dead },
    ];
    const plan = planOrphans({ folders: [folder('c', live)], processes: [], objects }, isAlive);
    expect(plan.dead).to.deep.equal([
      { runId: 'a', folder: null, pids: [], objects: ['container a-worker-1-1', 'network a_workers'] },
    ]);
    expect(plan.live.map(({ runId }) => runId)).to.deep.equal(['b', 'c']);
  });

  it('leaves alone what carries the label of a run and names no owner', () => {
    const objects = [{ runId: 'a', name: 'volume a', owner: null }];
    const plan = planOrphans({ folders: [], processes: [], objects }, isAlive);
    expect(plan).to.deep.equal({
      dead: [],
      live: [],
      unclear: [{ runId: 'a', folder: null, pids: [], objects: ['volume a'] }],
    });
  });

  it('finds nothing where there is nothing', () => {
    expect(planOrphans({ folders: [], processes: [], objects: [] }, isAlive)).to.deep.equal({
      dead: [],
      live: [],
      unclear: [],
    });
  });
});

describe('readTag', () => {
  it('reads run and owner', () => {
    const owner = encodeURIComponent('Sun Nov 22 17:20:06 2026');
    const variables = ['PATH=/bin', 'DURABLE_CHAOS_RUN=a', `DURABLE_CHAOS_OWNER=12@${owner}`];
    expect(readTag(variables)).to.deep.equal({
      runId: 'a',
      owner: { pid: 12, startTime: 'Sun Nov 22 17:20:06 2026' },
    });
  });

  it('knows no owner of a mark that is none of ours', () => {
    for (const mark of ['', 'me', '12', '12@', '@110', '12@%zz']) expect(parseOwner(mark), mark).to.equal(null);
    expect(parseOwner('12@110')).to.deep.equal({ pid: 12, startTime: '110' });
  });

  it('knows no owner that it cannot read, and no run without a tag', () => {
    expect(readTag(['DURABLE_CHAOS_RUN=a', 'DURABLE_CHAOS_OWNER=me'])).to.deep.equal({ runId: 'a', owner: null });
    expect(readTag(['DURABLE_CHAOS_RUN='])).to.equal(null);
    expect(readTag(['NOT_DURABLE_CHAOS_RUN=a', 'DURABLE_CHAOS_OWNER=1@2'])).to.equal(null);
  });
});

describe('parsePsWithEnvironment', () => {
  it('reads the environment behind the command, as macOS prints it', () => {
    const output = [
      '    1 /sbin/launchd',
      ' 4711 node worker.js HOME=/Users/me DURABLE_CHAOS_RUN=a DURABLE_CHAOS_OWNER=12@Sun%20Nov PATH=/bin',
      '',
    ].join('\n');
    expect(parsePsWithEnvironment(output)).to.deep.equal([
      { pid: 4711, runId: 'a', owner: { pid: 12, startTime: 'Sun Nov' } },
    ]);
  });
});
