import { expect } from 'chai';
import { historyEventSchema } from '../../model/event-history.ts';
import {
  checkpointRowSchema,
  componentRowSchema,
  landingSchema,
  ledgerLineSchema,
  replayRowSchema,
  tableRowSchema,
  versionsSchema,
} from '../../model/evidence.ts';
import { journalEntrySchema } from '../../model/journal-entry.ts';
import { planSchema } from '../../model/plan.ts';
import { correctRun } from './correct-run.ts';

describe('the correct run of the tests', () => {
  it('is of the schemas that a real run is written in', () => {
    const { plan, journal, eventHistories, replays, checkpoints, effects, tables, ...others } = correctRun();
    const { components, landings, versions } = others;
    const read = [
      [planSchema, [plan]],
      [journalEntrySchema, journal],
      [historyEventSchema, rows(eventHistories).flatMap((history) => history.events)],
      [replayRowSchema, rows(replays)],
      [checkpointRowSchema, rows(checkpoints)],
      [ledgerLineSchema, rows(effects)],
      [tableRowSchema, rows(tables)],
      [componentRowSchema, rows(components)],
      [landingSchema, landings],
      [versionsSchema, [versions]],
    ] as const;
    for (const [schema, values] of read) {
      expect(values.length).to.be.greaterThan(0);
      for (const value of values) expect(schema.parse(value)).to.deep.equal(value);
    }
  });
});

function rows<T>(book: { readonly state: string; readonly rows?: readonly T[] }): readonly T[] {
  return book.rows ?? [];
}
