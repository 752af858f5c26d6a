import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ReplayRow } from '../../../harness/model/evidence.ts';
import { type ReplayerProgram, startReplayer } from '../../../harness/probes/replayer.ts';
import { completedAtOnce, sleptOnce } from '../../../harness/probes/test-support/first-task-histories.ts';

const { signal } = new AbortController();
const LIMIT_MS = 60_000;

/** A replayer of the test's workflows, with the name that its SDK gives the first timer of a workflow. */
export interface TriedReplayer {
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
  readonly timerId: string;
}

/** Tests that a replayer keeps the protocol, and finds code that does something else than its event history says. */
export function findsPlanted(replayerOf: () => TriedReplayer): void {
  let logs: string;
  before(async () => {
    logs = await mkdtemp(join(tmpdir(), 'planted-'));
  });
  after(() => rm(logs, { recursive: true }));

  function start(limitMs = LIMIT_MS): ReturnType<typeof startReplayer> {
    const { command, folder } = replayerOf();
    const program: ReplayerProgram = { command, folder, hash: 'h', hashNow: () => Promise.resolve('h') };
    return startReplayer({ program, logFile: join(logs, 'replay.log'), tags: {}, limitMs });
  }

  async function replay(workflowType: string): Promise<readonly ReplayRow[]> {
    await using replayer = start();
    const book = await replayer.replay([sleptOnce(workflowType, replayerOf().timerId)], signal);
    if (book.state === 'unavailable') throw new Error(book.reason);
    expect(book.rows.map(({ events, full }) => [events, full])).to.deep.equal([
      [3, false],
      [8, false],
      [10, true],
    ]);
    return book.rows;
  }

  it('follows the code that the event history is of, whole and by its beginnings', async () => {
    expect((await replay('sleeps')).map(({ error }) => error)).to.deep.equal([null, null, null]);
  });

  itFindsAnotherWay(replay);

  it('accuses no workflow that it does not have', async () => {
    const rows = await replay('pays');
    const [, beginning, whole] = rows;
    for (const row of [beginning, whole]) expect(row).to.include({ ok: false, notReplayed: true });
  });

  it('is given up if a workflow loops, and leaves no process', async () => {
    await using replayer = start(5000);
    const book = await replayer.replay([completedAtOnce('loops')], signal);
    expect(book.state === 'unavailable' && book.reason).to.match(/did not end within 5 s/);
  });
}

function itFindsAnotherWay(replay: (workflowType: string) => Promise<readonly ReplayRow[]>): void {
  for (const workflowType of ['ends', 'acts', 'throws']) {
    it(`finds that the code of \`${workflowType}\` goes another way, whole and by a beginning`, async () => {
      const rows = await replay(workflowType);
      expect(rows.map(({ ok }) => ok)).to.deep.equal([true, false, false]);
      for (const { error, notReplayed } of rows.slice(1)) {
        expect(error).to.match(workflowType === 'throws' ? /broken|TMPRL1100/ : /TMPRL1100/);
        expect(notReplayed).to.equal(undefined);
      }
    });
  }
}
