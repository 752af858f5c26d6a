import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { listProcesses, taggedPids } from '../../processes/process-table.ts';
import { postgresDataOf, RUN_TAG, runFolderOf } from '../../reaper/run-folder.ts';
import { parseSegmentId } from '../../reaper/shared-memory.ts';
import { waitFor } from '../../wait.ts';

const GONE_LIMIT_MS = 5000;

/** What the harness has done to the stack when it is killed. Nothing that is paused can end by itself. */
const deeds = ['worker-paused'];
/** How many processes of the stack are there when it is killed: the reaper alone, initdb, servers, workers. */
const counts = [3];
const isFull = process.env['CHAOS_TEST_FULL'] === '1';
if (isFull || process.env['CHAOS_TEST_CI'] === '1') {
  deeds.push('database-paused');
  counts.push(1, 8);
}
if (isFull) {
  deeds.push('idle', 'worker-killed', 'database-killed');
  counts.push(2, 5);
}

const signal = new AbortController().signal;

/** What a run can leave: processes by tag, backends of PostgreSQL (which lose the tag), its folder, shared memory. */
async function remainsOf(runId: string): Promise<readonly string[]> {
  const zombies = new Set((await listProcesses()).filter((each) => each.state === 'Z').map((each) => each.pid));
  const tagged = [...(await taggedPids([{ name: RUN_TAG, value: runId }]))].filter((pid) => !zombies.has(pid));
  const folder = runFolderOf(runId);
  const databases = execFileSync('ps', ['-axo', 'args='], { encoding: 'utf8' }).split('\n');
  return [
    ...tagged.map((pid) => `process ${pid}`),
    ...(existsSync(folder) ? [folder] : []),
    ...databases.filter((line) => line.includes(folder)),
  ];
}

/** The System V segment that a run's PostgreSQL has now, or null where it has none yet. */
function segmentOf(runId: string): number | null {
  const file = `${postgresDataOf(runFolderOf(runId))}/postmaster.pid`;
  return existsSync(file) ? parseSegmentId(readFileSync(file, 'utf8')) : null;
}

/** Whether the system still has that segment. */
function hasSegment(id: number): boolean {
  const ids = execFileSync('ipcs', ['-m'], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.split(/\s+/)[1]);
  return ids.includes(String(id));
}

describe('reaper of an embedded run', function () {
  this.timeout(60_000);
  let logsFolder: string;

  before(async () => {
    logsFolder = await mkdtemp(join(tmpdir(), 'reaper-test-logs-'));
  });
  after(async () => rm(logsFolder, { recursive: true, force: true }));

  const startDoomed = (runId: string, deed: string): ChildProcess & { stdout: NodeJS.ReadableStream } => {
    const args = [
      fileURLToPath(new URL('../test-support/doomed-harness-main.ts', import.meta.url)),
      runId,
      logsFolder,
      deed,
    ];
    return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  };

  const expectAllGone = async (runId: string): Promise<void> => {
    await waitFor(async () => ((await remainsOf(runId)).length === 0 ? true : undefined), {
      what: `nothing of run ${runId} to be left`,
      limitMs: GONE_LIMIT_MS,
      signal,
    }).catch(async (error: unknown) => {
      throw new Error(`${String(error)} Left: ${(await remainsOf(runId)).join('; ')}`, { cause: error });
    });
  };

  for (const deed of deeds) {
    it(`leaves nothing when the harness is killed: ${deed}`, async () => {
      const runId = `reaper-test-${deed}-${process.pid}`;
      const child = startDoomed(runId, deed);
      await once(child.stdout, 'data');
      expect((await remainsOf(runId)).length).to.be.at.least(8);
      const segment = segmentOf(runId) ?? -1;
      expect(hasSegment(segment)).to.equal(true);
      const startMs = performance.now();
      child.kill('SIGKILL');
      await expectAllGone(runId);
      if (process.env['CHAOS_STACK_TEST_VERBOSE'] !== undefined) {
        process.stderr.write(`    gone after ${Math.round(performance.now() - startMs)} ms\n`);
      }
      expect(hasSegment(segment)).to.equal(false);
    });
  }

  for (const processes of counts) {
    it(`leaves nothing when the harness is killed once ${processes} processes are there`, async () => {
      const runId = `reaper-test-${processes}-${process.pid}`;
      const child = startDoomed(runId, 'idle');
      const tags = [{ name: RUN_TAG, value: runId }];
      await waitFor(async () => ((await taggedPids(tags)).size >= processes ? true : undefined), {
        what: `${processes} processes of the run`,
        limitMs: 20_000,
        everyMs: 1,
        signal,
      });
      child.kill('SIGKILL');
      const segment = segmentOf(runId);
      await expectAllGone(runId);
      if (segment !== null) expect(hasSegment(segment)).to.equal(false);
    });
  }

  it('heeds no signal that a terminal sends to all', async () => {
    const runId = `reaper-test-signals-${process.pid}`;
    const child = startDoomed(runId, 'idle');
    await once(child.stdout, 'data');
    const commands = execFileSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
    const reaper = commands.find((line) => line.includes(` ${child.pid} `) && line.includes('reaper-main')) ?? '';
    const pid = Number.parseInt(reaper, 10);
    expect(pid).to.be.above(1);
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, name);
    child.kill('SIGKILL');
    await expectAllGone(runId);
  });
});
