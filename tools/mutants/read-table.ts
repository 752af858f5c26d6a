import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HarnessError, messageOf } from '../../harness/errors.ts';
import { describeIssue } from '../../harness/model/describe-issue.ts';
import { type Mutant, mutantSchema } from './mutant.ts';

/** The table of this project's mutants. */
export const OWN_TABLE = join(import.meta.dirname, 'mutants.json');

/**
 * Reads a table of mutants.
 *
 * @throws HarnessError CHAOS_USAGE if the file can't be read, is no such table, or names a mutant twice.
 */
export async function readTable(path: string): Promise<readonly Mutant[]> {
  const table = z
    .array(mutantSchema)
    .min(1)
    .safeParse(await readJson(path));
  const [issue] = table.error?.issues ?? [];
  if (!table.success) throw wrong(path, issue === undefined ? 'it is no list' : describeIssue(issue, 'the table'));
  const ids = table.data.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw wrong(path, `it has two mutants "${twice}"`);
  return table.data;
}

/**
 * Those of a table that were asked for; all of them if none was.
 *
 * @throws HarnessError CHAOS_USAGE if the table lacks one.
 */
export function chosenOf(table: readonly Mutant[], only: readonly string[] | undefined): readonly Mutant[] {
  if (only === undefined) return table;
  const lacking = only.find((id) => !table.some((mutant) => mutant.id === id));
  if (lacking === undefined) return table.filter(({ id }) => only.includes(id));
  throw new HarnessError('CHAOS_USAGE', `There is no mutant "${lacking}" in the table. Run: npm run mutants -- --list`);
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw wrong(path, messageOf(error));
  }
}

function wrong(path: string, why: string): HarnessError {
  return new HarnessError('CHAOS_USAGE', `${path} is no table of mutants: ${why}.`);
}
