import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { historyEventSchema } from '../../harness/model/event-history.ts';
import type { PointResult } from '../../harness/model/exploration.ts';
import { journalEntrySchema } from '../../harness/model/journal-entry.ts';
import { modelPoints } from '../explore/model-points.ts';
import { whereItBites } from '../explore/where-it-bites.ts';
import { expectBites, failingOf, idsOf } from './expect-bites.ts';
import { leftoversOf } from './leftovers.ts';
import { describeExploration, type ExplorationEnded, pointsIn, runExplore } from './run-explore.ts';
import { chaos, projectFolder } from './run-scenario.ts';

const SEED = ['--seed', '7'] as const;
const NO_AUDIT = ['--audit', '0%'] as const;

describe('effects without a key, crashed at every point of a publication', () => {
  const flags = ['--case', 'approved', '--action', 'crash', '--sabotage', 'effects-without-key', ...NO_AUDIT, ...SEED];
  let found: ExplorationEnded;
  before(async () => {
    found = await runExplore('ingestDocument', ...flags);
  });

  it('has the points that follow from how the workflow is written', () => {
    const model = modelPoints('approved', { pages: 3, batches: 2 }).map(({ id }) => id);
    expect(idsOf(found.exploration)).to.deep.equal(model.toSorted());
  });

  it('is charged twice exactly where a charge is applied that nothing recorded covers', () => {
    const { exploration, exit } = found;
    expectBites(exploration, 'crash');
    for (const result of failingOf(exploration)) expect(result.harms, result.point).to.deep.equal(['doubled']);
    expect(exit).to.equal(1);
    expect(leftoversOf(exploration.runId)).to.deep.equal([]);
  });

  it('says of each failing point what happened, where, how to reproduce it, and on what evidence', () => {
    for (const result of failingOf(found.exploration)) expectFounded(result, found.folder);
  });

  it('fails again at one of its points by itself, under the same id', async () => {
    const one = failingOf(found.exploration).at(-1);
    const { exploration, exit } = await runExplore('ingestDocument', ...flags, '--point', one?.point ?? 'none');
    expect(exit, describeExploration(exploration)).to.equal(1);
    expect(exploration.results.map(({ point, state }) => ({ point, state }))).to.deep.equal([
      { point: one?.point, state: 'invalid' },
    ]);
  });
});

/** What only exploration can tell exactly: the sabotage, the smallest case that shows it, and by which action. */
interface Hunt {
  readonly sabotage: string;
  readonly workflow: string;
  readonly way: string;
  readonly action: 'crash' | 'lose-answer';
}

const hunts: readonly Hunt[] = [
  { sabotage: 'greeting-without-retry', workflow: 'greeting', way: 'greeted', action: 'crash' },
  { sabotage: 'greeting-without-retry', workflow: 'greeting', way: 'greeted', action: 'lose-answer' },
  ...(['timed-out', 'rejected'] as const).flatMap((way) => ingestions('compensation-forgets-lost-answer', way)),
  ...ingestions('checkpoint-not-idempotent', 'approved'),
  ...ingestions('progress-ignored', 'approved'),
  ...ingestions('checkpoint-after-effect', 'approved'),
];

function ingestions(sabotage: string, way: string): readonly Hunt[] {
  return (['lose-answer', 'crash'] as const).map((action) => ({ sabotage, workflow: 'ingestDocument', way, action }));
}

const full = process.env['CHAOS_TEST_FULL'] === '1';

/** A crash takes a front and a recovery, a lost answer next to nothing. */
function isShort({ workflow, way, action }: Hunt): boolean {
  return workflow === 'greeting' || (action === 'lose-answer' && way !== 'rejected');
}

describe('each sabotage that shows by one strike', () => {
  for (const hunt of hunts.filter((one) => full || isShort(one))) {
    const { sabotage, workflow, way, action } = hunt;
    it(`${sabotage} bites exactly where it must: ${workflow}, ${way}, ${action}`, async () => {
      const flags = ['--case', way, '--action', action, '--sabotage', sabotage, ...NO_AUDIT, ...SEED];
      const { exploration, exit } = await runExplore(workflow, ...flags);
      expectBites(exploration, action);
      expect(exit).to.equal(1);
    });
  }

  it('checkpoint-best-effort loses the row whose request is cut off, and none elsewhere', async () => {
    const points = modelPoints('approved', { pages: 3, batches: 2 });
    const ofStep = points.filter(
      ({ step, place }) => step === 'saveCheckpoint[embedded]' && place.exchange === 'supabase',
    );
    const wanted = ofStep.flatMap(({ id }) => ['--point', id]);
    const flags = ['--case', 'approved', '--action', 'cut-connection', '--sabotage', 'checkpoint-best-effort'];
    const { exploration, exit } = await runExplore('ingestDocument', ...flags, ...wanted, ...NO_AUDIT, ...SEED);
    const bites = whereItBites['checkpoint-best-effort']?.cutConnection?.(ofStep);
    expect(bites).to.have.length(1);
    expect(pointsIn(exploration, 'invalid'), describeExploration(exploration)).to.deep.equal(bites);
    expect(pointsIn(exploration, 'valid')).to.have.length(1);
    expect(exit).to.equal(1);
  });
});

/** Each with the case that it spoils, and the check that it fails without any strike. */
const spoilers = [
  ['checkpoint-lost', 'rejected', 'checkpoints-match-history (reference)'],
  ['checkpoint-early', 'rejected', 'checkpoints-match-history (reference)'],
  ['nondeterministic', 'approved', 'replays-deterministically (reference)'],
  ['compensation-skipped', 'rejected', 'side-effects-once (reference)'],
] as const;

describe('a system that fails without any crash', () => {
  for (const [sabotage, way, check] of spoilers) {
    it(`${sabotage}: nothing is struck, and the reason is what ${check} says of ${way}`, async () => {
      expect(whereItBites[sabotage]?.spoils).to.include(way);
      const flags = ['--case', way, '--action', 'crash', '--sabotage', sabotage, ...SEED, '--stack', 'embedded'];
      const { exit, stdout, stderr } = await chaos(['explore', 'ingestDocument', ...flags]);
      expect(exit, stderr).to.equal(1);
      expect(stdout).to.include(`${check}: Case ${way}, without any strike: `);
      expect(stdout).to.include(' 0 explored (0 %)');
    });
  }
});

function expectFounded(
  { point, action, sentence, source, reproduce, evidence, workflowId }: PointResult,
  folder: string,
): void {
  expect(sentence, point).to.match(/^Crash of the worker (?:after|before) .+: .+2 instead of 1\.$/);
  const [file = '', line = ''] = source?.split(':') ?? [];
  const text = readFileSync(join(projectFolder, file), 'utf8').split('\n')[Number(line) - 1];
  expect(text, `${point}: ${source}`).to.include(point.split('/')[2]?.split('[')[0]);
  expect(reproduce).to.match(/^npm run explore -- ingestDocument /);
  for (const flag of [`--point "${point}"`, `--action ${action}`, '--seed 7', '--sabotage effects-without-key']) {
    expect(reproduce).to.include(` ${flag}`);
  }
  const place = join(folder, evidence ?? 'none');
  const { events } = JSON.parse(readFileSync(join(place, 'event-history.json'), 'utf8')) as { events: unknown[] };
  expect(events.length).to.be.greaterThan(10);
  for (const event of events) historyEventSchema.parse(event);
  const journal = readFileSync(join(place, 'journal.ndjson'), 'utf8').trimEnd().split('\n');
  const entries = journal.map((entry) => journalEntrySchema.parse(JSON.parse(entry)));
  const held = entries.filter((entry) => entry.kind === 'held' && entry.workflowId === workflowId);
  expect(held.map((entry) => (entry.kind === 'held' ? entry.state : ''))).to.include.members(['held', 'dropped']);
}
