import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { digestOf, jsonSchema } from '../../harness/model/json.ts';
import type { Mutant } from './mutant.ts';
import type { MutantResult } from './score.ts';

/** The stored score of this project's table, of which the documents are made. */
export const STORED_SCORE = join(import.meta.dirname, 'score.json');

const storedSchema = z.record(
  z.string(),
  z.strictObject({
    /** The digest of the mutant as it was tried. */
    mutant: z.string(),
    outcome: z.enum(['caught', 'by-accident', 'survived', 'unproved', 'failed', 'not-planted']),
    /** The look that caught it, or the last one. */
    where: z.string(),
    /** Every check that found harm there. */
    checks: z.array(z.string()),
    seconds: z.number(),
  }),
);

/** What came of each mutant when it was last tried, by its id. */
export type StoredScore = z.infer<typeof storedSchema>;

/** What came of one mutant when it was last tried. */
export type StoredResult = StoredScore[string];

/** A mutant of the table, with what came of it; undefined if it was never tried as it is now. */
export type Scored = readonly [mutant: Mutant, result: StoredResult | undefined];

/** The stored score; empty if there is none. */
export function readScore(path: string = STORED_SCORE): StoredScore {
  return existsSync(path) ? storedSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : {};
}

/** Keeps a result in the stored score, and drops the mutants that the table has no more. */
export function keepResult(result: MutantResult, table: readonly Mutant[], path = STORED_SCORE): void {
  const known: StoredScore = readScore(path);
  const kept = table.flatMap((mutant) => {
    const stored = mutant.id === result.id ? storedOf(result, mutant) : known[mutant.id];
    return stored === undefined ? [] : [[mutant.id, stored] as const];
  });
  // In one go, since others may be tried at the same time.
  writeFileSync(path, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
}

/** Each mutant of the table with its result, if it was tried as it is now. */
export function scoredOf(table: readonly Mutant[], score: StoredScore): readonly Scored[] {
  return table.map((mutant) => {
    const stored = score[mutant.id];
    return [mutant, stored?.mutant === mutantDigest(mutant) ? stored : undefined];
  });
}

/** What a mutant is and how it is looked for, in a few characters. */
export function mutantDigest({ kind: _kind, expected: _expected, survives: _survives, ...mutant }: Mutant): string {
  return digestOf(jsonSchema.parse(mutant)).slice(0, 12);
}

function storedOf({ outcome, seen, tookMs }: MutantResult, mutant: Mutant): StoredResult {
  const last = seen.find((one) => one.outcome === outcome) ?? seen.at(-1);
  return {
    mutant: mutantDigest(mutant),
    outcome,
    where: last?.where ?? '',
    checks: [...(last?.checks ?? [])],
    seconds: Math.round(tookMs / 1000),
  };
}
