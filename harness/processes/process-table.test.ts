import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { parseSegmentId } from '../reaper/shared-memory.ts';
import { waitFor } from '../wait.ts';
import { holdsTag, type ProcessInfo, parsePs, parseStat, processOf, taggedPids } from './process-table.ts';
import { isStopped, membersOf, ProcessTree } from './process-tree.ts';

const stat =
  '4242 (a) b (c) S 17 4242 4242 0 -1 4194560 1 0 0 0 1 2 3 4 20 0 11 0 987654 1 2 18446744073709551615 1 1 0 0\n';

describe('process table', () => {
  it('parses a stat line whose command holds blanks and parentheses', () => {
    expect(parseStat(stat)).to.deep.equal({ pid: 4242, ppid: 17, state: 'S', startTime: '987654' });
    expect(parseStat('4242 (a) S 1')).to.equal(null);
    expect(parseStat('')).to.equal(null);
  });

  it('parses ps', () => {
    const text = '  501     1 Ss   Sun Nov 22 17:01:02 2026\n 502 501 T+ Sun Nov 22 17:01:03 2026  \nnonsense\n';
    expect(parsePs(text)).to.deep.equal([
      { pid: 501, ppid: 1, state: 'S', startTime: 'Sun Nov 22 17:01:02 2026' },
      { pid: 502, ppid: 501, state: 'T', startTime: 'Sun Nov 22 17:01:03 2026' },
    ]);
  });

  it('finds a tag only by its whole value', () => {
    const tag = { name: 'DURABLE_CHAOS_RUN', value: 'r-1' };
    expect(holdsTag('A=1\0DURABLE_CHAOS_RUN=r-1\0', tag)).to.equal(true);
    expect(holdsTag('A=1\0DURABLE_CHAOS_RUN=r-12\0', tag)).to.equal(false);
    expect(holdsTag('XDURABLE_CHAOS_RUN=r-1\0', tag)).to.equal(false);
  });

  it('gathers descendants and leaves others alone', () => {
    const of = (pid: number, ppid: number): ProcessInfo => ({ pid, ppid, state: 'S', startTime: '1' });
    const table = [of(1, 0), of(10, 1), of(11, 10), of(12, 11), of(20, 1)];
    expect(membersOf(table, (each) => each.pid === 10).map((each) => each.pid)).to.have.members([10, 11, 12]);
  });

  it('reads the segment that a postmaster noted', () => {
    expect(parseSegmentId('1\n/d\n3\n5432\n\n127.0.0.1\n  71303175         5\nready\n')).to.equal(5);
    expect(parseSegmentId('1\n/d\n3\n5432\n')).to.equal(null);
  });
});

describe('process tree', () => {
  const runTag = `test-${process.pid}`;
  const started: ChildProcess[] = [];

  /** A shell with a child in a separate session and one in its session. */
  const start = async (): Promise<ProcessTree> => {
    const code =
      "const { spawn } = require('node:child_process');" +
      "spawn(process.execPath, ['-e', 'setInterval(() => 0, 1e6)'], { detached: true, stdio: 'ignore' });" +
      "spawn('sleep', ['1000'], { env: {} }); setInterval(() => 0, 1e6); console.log('up')";
    const env = { PATH: process.env['PATH'] ?? '', DURABLE_CHAOS_TEST: runTag };
    const child = spawn(process.execPath, ['-e', code], { detached: true, stdio: ['ignore', 'pipe', 'ignore'], env });
    started.push(child);
    await once(child.stdout, 'data');
    const root = await processOf(child.pid ?? 0);
    if (root === null) throw new Error('Expected the child to live.');
    return new ProcessTree({ name: 'test', roots: [root], tags: [{ name: 'DURABLE_CHAOS_TEST', value: runTag }] });
  };

  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  it('stops, continues and kills every process of it, sessions of their own included', async () => {
    const tree = await start();
    expect(await tree.living()).to.have.length(3);
    await tree.freeze(2000);
    expect((await tree.living()).every((each) => isStopped(each))).to.equal(true);
    await tree.thaw(2000);
    expect((await tree.living()).some((each) => isStopped(each))).to.equal(false);
    await tree.freeze(2000);
    await tree.kill(2000);
    expect(await tree.living()).to.deep.equal([]);
  });

  it('reads the environment again of a process that became another program', async () => {
    const tags = [{ name: 'DURABLE_CHAOS_TEST', value: `${runTag}-exec` }];
    const script = `echo up; read x; DURABLE_CHAOS_TEST=${runTag}-exec exec sleep 1000`;
    const child = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'], env: {} });
    started.push(child);
    await once(child.stdout, 'data');
    expect((await taggedPids(tags)).size).to.equal(0);
    child.stdin.end('\n');
    const wait = { what: 'the other program', limitMs: 5000, signal: new AbortController().signal };
    const found = await waitFor(async () => [...(await taggedPids(tags))].at(0), wait);
    expect(found).to.equal(child.pid);
  });

  it('finds children again whose parent is dead', async () => {
    const tree = await start();
    await tree.living();
    started[0]?.kill('SIGKILL');
    await once(started[0] as ChildProcess, 'exit');
    expect(await tree.living()).to.have.length(2);
    expect((await taggedPids([{ name: 'DURABLE_CHAOS_TEST', value: runTag }])).size).to.equal(1);
    await tree.kill(2000);
    expect(await tree.living()).to.deep.equal([]);
  });
});
