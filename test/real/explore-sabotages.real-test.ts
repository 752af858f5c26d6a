import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { historyEventSchema } from '../../harness/model/event-history.ts';
import type { PointResult } from '../../harness/model/exploration.ts';
import { journalEntrySchema } from '../../harness/model/journal-entry.ts';
import { chargePoints, describeExploring, explorings } from '../catalogue/explorings.ts';
import { itDue } from '../catalogue/tier.ts';
import { modelPoints } from '../explore/model-points.ts';
import { expectBites, failingOf, idsOf } from './expect-bites.ts';
import { leftoversOf } from './leftovers.ts';
import { describeExploration, type ExplorationEnded, explored } from './run-explore.ts';
import { projectFolder } from './run-scenario.ts';

/** Harm is where the table says; each is a charge that was made twice. */
function expectCharges({ exploration, exit }: ExplorationEnded): void {
  expectBites(exploration, 'crash', modelPoints('approved', { pages: 3, batches: 2 }));
  for (const result of failingOf(exploration)) expect(result.harms, result.point).to.deep.equal(['doubled']);
  expect(exit).to.equal(1);
  expect(leftoversOf(exploration.runId)).to.deep.equal([]);
}

describeExploring(explorings.chargedTwice, 'effects without a key, crashed at the points of a publication', () => {
  let found: ExplorationEnded;
  before(async () => {
    found = await explored(explorings.chargedTwice);
  });

  it('is charged twice exactly where a charge is applied that nothing recorded covers', () => {
    expect(idsOf(found.exploration)).to.deep.equal(chargePoints.toSorted());
    expectCharges(found);
  });

  itDue(explorings.chargedTwiceEverywhere, 'is charged twice nowhere else', async () => {
    expectCharges(await explored(explorings.chargedTwiceEverywhere));
  });

  it('says of each failing point what happened, where, how to reproduce it, and on what evidence', () => {
    for (const result of failingOf(found.exploration)) expectFounded(result, found.folder);
  });

  itDue(explorings.chargedTwiceAgain, 'fails again at one of its points by itself, under the same id', async () => {
    const one = failingOf(found.exploration).at(-1);
    const { exploration, exit } = await explored(explorings.chargedTwiceAgain, '--point', one?.point ?? 'none');
    expect(exit, describeExploration(exploration)).to.equal(1);
    expect(exploration.results.map(({ point, state }) => ({ point, state }))).to.deep.equal([
      { point: one?.point, state: 'invalid' },
    ]);
  });
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
