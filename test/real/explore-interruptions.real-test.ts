import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { waitFor } from '../../harness/wait.ts';
import { leftoversOf } from './leftovers.ts';
import { explorationIn, pointsIn, startExplore } from './run-explore.ts';
import { projectFolder } from './run-scenario.ts';

const GONE_LIMIT_MS = 10_000;
const flags = ['--action', 'crash', '--front', '2', '--audit', '0%', '--seed', '7'] as const;

/** A line of the journal that says that the strike of a front has begun. */
function strikeOf(front: number): RegExp {
  return new RegExp(`"kind":"fault".*"faultId":"crash-${front}".*"step":"injecting"`);
}

async function nothingLeft(runId: string): Promise<void> {
  const look = (): true | undefined => (leftoversOf(runId).length === 0 ? true : undefined);
  const limits = { limitMs: GONE_LIMIT_MS, signal: new AbortController().signal };
  await waitFor(look, { what: `nothing of ${runId} to be left`, ...limits }).catch((error: unknown) => {
    throw new Error(`${String(error)} Left: ${leftoversOf(runId).join('; ')}`);
  });
}

describe('Ctrl-C in the midst of an exploration', () => {
  it('reports what was done until then, leaves nothing and exits 130', async () => {
    const startMs = Date.now();
    const under = await startExplore('greeting', ...flags);
    await under.journalled('the strike of the third front', strikeOf(3));
    // npm and the terminal send one each.
    under.harness.kill('SIGINT');
    under.harness.kill('SIGINT');
    expect(await under.exit()).to.equal(130);
    expect(leftoversOf(under.runId)).to.deep.equal([]);
    const exploration = explorationIn(under.folder);
    expect(exploration).to.include({ interrupted: true, verdict: 'unknown' });
    const done = exploration === null ? [] : pointsIn(exploration, 'valid');
    const open = exploration === null ? [] : pointsIn(exploration, 'interrupted');
    expect(done.length, 'points that were judged before').to.be.greaterThan(0);
    expect(open.length, 'points whose turn never came').to.be.greaterThan(0);
    expect(exploration?.results.length).to.equal(exploration?.cases[0]?.points.length);
    const text = readFileSync(join(under.folder, 'exploration.md'), 'utf8');
    expect(text).to.include(`${open.length} not run (interrupted)`);
    const page = join(projectFolder, 'reports/allure/index.html');
    expect(statSync(page).mtimeMs, 'the Allure page').to.be.greaterThan(startMs);
  });
});

describe('kill -9 of the harness in the midst of an exploration', () => {
  it('leaves nothing 10 s later', async () => {
    const under = await startExplore('greeting', ...flags);
    await under.journalled('the strike of the first front', strikeOf(1));
    expect(leftoversOf(under.runId).length, 'something to be undone').to.be.greaterThan(0);
    under.harness.kill('SIGKILL');
    await under.exit();
    await nothingLeft(under.runId);
    expect(explorationIn(under.folder)).to.equal(null);
  });
});
