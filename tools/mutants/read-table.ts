import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { z } from 'zod';
import { HarnessError, messageOf } from '../../harness/errors.ts';
import { describeIssue } from '../../harness/model/describe-issue.ts';
import { classOf, type Mutant, mutantSchema } from './mutant.ts';

/** The table of this project's mutants. */
export const OWN_TABLE = join(import.meta.dirname, 'mutants.json');

/**
 * Reads a table of mutants.
 *
 * @throws HarnessError CHAOS_USAGE if the file can't be read, is no such table, or names a mutant twice.
 */
export function readTable(path: string): readonly Mutant[] {
  const table = z.array(mutantSchema).min(1).safeParse(readJson(path));
  const [issue] = table.error?.issues ?? [];
  if (!table.success) throw wrong(path, issue === undefined ? 'it is no list' : describeIssue(issue, 'the table'));
  const ids = table.data.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw wrong(path, `it has two mutants "${twice}"`);
  return table.data;
}

/**
 * Those of a table that were asked for: by id, by class, or by a pattern such as `key-*`. All of them if none was.
 *
 * @throws HarnessError CHAOS_USAGE if the table has nothing of a name.
 */
export function chosenOf(table: readonly Mutant[], only: readonly string[] | undefined): readonly Mutant[] {
  if (only === undefined) return table;
  const lacking = only.find((name) => !table.some((mutant) => isNamed(mutant, name)));
  if (lacking === undefined) return table.filter((mutant) => only.some((name) => isNamed(mutant, name)));
  throw new HarnessError('CHAOS_USAGE', `There is no mutant "${lacking}" in the table. Run: npm run mutants -- --list`);
}

function isNamed(mutant: Mutant, name: string): boolean {
  return classOf(mutant) === name || matchesGlob(mutant.id, name);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw wrong(path, messageOf(error));
  }
}

function wrong(path: string, why: string): HarnessError {
  return new HarnessError('CHAOS_USAGE', `${path} is no table of mutants: ${why}.`);
}
