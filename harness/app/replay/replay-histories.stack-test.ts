import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { ReplayReport } from '../../model/replay-report.ts';
import { completedAtOnce, waitedAtOnce } from '../../probes/test-support/first-task-histories.ts';
import { bundleToReplay, type CodeToReplay } from './code-to-replay.ts';
import { replayHistories } from './replay-histories.ts';

const workflowsPath = fileURLToPath(new URL('../../probes/test-support/replayed-workflows.ts', import.meta.url));
const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, log() {} };
const { signal } = new AbortController();

/** The line of the workflows that has this text. */
function lineWith(text: string): number {
  const lines = readFileSync(workflowsPath, 'utf8').split('\n');
  return 1 + lines.findIndex((line) => line.includes(text));
}

describe('replayHistories', function () {
  this.timeout(60_000);
  let folder: string;
  let path: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'replayed-'));
    path = join(folder, 'bundle.js');
    await writeFile(path, (await bundleWorkflowCode({ workflowsPath, logger: quiet })).code);
  });
  after(() => rm(folder, { recursive: true }));

  async function replay(histories: readonly EventHistory[], bundlePath = path): Promise<ReplayReport> {
    const found = { histories: histories.map((one) => ({ ...one, storedIn: 'order.json' })), unread: [] };
    const before = temporaryFolders();
    try {
      return await replayHistories(found, codeOf(bundlePath), { signal });
    } finally {
      expect(temporaryFolders()).to.deep.equal(before);
    }
  }

  async function refusal(histories: readonly EventHistory[], bundlePath = path): Promise<string> {
    const thrown: unknown = await replay(histories, bundlePath).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_BAD_BUNDLE');
    return (thrown as HarnessError).message;
  }

  it('is valid where the code follows, and unknown where there was nothing to replay', async () => {
    const { verdict, histories, prefixes, events } = await replay([completedAtOnce('ends')]);
    expect({ verdict, histories, prefixes, events }).to.deep.equal({
      verdict: 'valid',
      histories: 1,
      prefixes: 1,
      events: 8,
    });
    // A workflow task that was only started has no command to compare.
    for (const count of [2, 3]) {
      const notBegun = { ...completedAtOnce('ends'), events: completedAtOnce('ends').events.slice(0, count) };
      expect(await replay([notBegun])).to.include({ verdict: 'unknown', notBegun: 1 });
    }
  });

  it('names event, commands and source line where the code does something else, waits or throws', async () => {
    const { verdict, failures } = await replay(['acts', 'waits', 'throws', 'ends'].map(waitedAtOnce));
    expect(verdict).to.equal('invalid');
    const expected = { kind: 'startTimer', name: null };
    const seen = failures.map(({ workflowType, event, expected: wanted, got, source }) => {
      expect([event?.id, event?.type, wanted], workflowType).to.deep.equal([5, 'TIMER_STARTED', expected]);
      expect(source.every(({ file }) => file === workflowsPath)).to.equal(true);
      return [workflowType, got?.kind, got?.name, source[0]?.line];
    });
    expect(seen).to.deep.equal([
      ['acts', 'scheduleActivity', 'charge', lineWith('.charge()')],
      ['waits', undefined, undefined, lineWith('await condition')],
      ['throws', undefined, undefined, lineWith('throw new')],
      ['ends', 'completeWorkflowExecution', null, undefined],
    ]);
  });

  it('is unknown where a workflow loops for ever: that neither follows nor fails', async () => {
    const found = { histories: [{ ...completedAtOnce('loops'), storedIn: 'order.json' }], unread: [] };
    const report = await replayHistories(found, codeOf(path), { signal, limitMs: 3000 });
    expect(report.verdict).to.equal('unknown');
    expect(report.notReplayed[0]?.reason).to.match(/did not end within 3 s/);
    const [, log = ''] = /its log: (\S+)$/.exec(report.notReplayed[0]?.reason ?? '') ?? [];
    expect(existsSync(log), 'the log that it names').to.equal(true);
    await rm(dirname(log), { recursive: true });
  });

  it('refuses a file that is no bundle, and a bundle without the workflow', async () => {
    const other = join(folder, 'other.js');
    await writeFile(other, 'export const answer = 42;');
    expect(await refusal([completedAtOnce('ends')], other)).to.match(
      /other\.js is no workflow bundle: .*Give the file/,
    );
    expect(await refusal([completedAtOnce('ends'), completedAtOnce('pays')])).to.equal(
      'The bundle has no workflow "pays", which order.json is of. Give the bundle of that workflow, or leave the event history out.',
    );
  });
});

function codeOf(path: string): CodeToReplay {
  return bundleToReplay({ path, hash: createHash('sha256').update(readFileSync(path)).digest('hex') });
}

function temporaryFolders(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('chaos-replay-'));
}
