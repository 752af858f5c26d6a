import { globSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { nothingFound, type Place, type Seen } from './place.ts';
import { lastLine, runNode } from './run-in.ts';

const mochaReportSchema = z.object({ failures: z.array(z.object({ fullTitle: z.string() })) });

/** Tests that start servers take longer than the others may. */
const LONG_TESTS = /\.(stack|real)-test\.ts$/;

/** How long unit tests may take, in milliseconds. */
const UNIT_LIMIT_MS = 240_000;

/** Runs test files up to the first test that fails. */
export async function lookByTests(tests: readonly string[], place: Place): Promise<Seen> {
  const where = tests.join(' ');
  const files = globSync([...tests], { cwd: place.folder });
  if (files.length === 0) return nothingFound(where, 'survived', 'there are no such tests');
  const file = join(place.folder, 'reports/mocha.json');
  await rm(file, { force: true });
  const reporter = ['--reporter', 'json', '--reporter-option', `output=${file}`];
  const limit = files.some((one) => LONG_TESTS.test(one)) ? ['--timeout', '300000'] : [];
  const args = ['node_modules/mocha/bin/mocha.js', '--bail', ...reporter, ...limit, ...files];
  const { exit, stderr, isOverdue } = await runNode(place, args, limit.length > 0 ? undefined : UNIT_LIMIT_MS);
  // A loop without an end is no failed test, and is noticed all the same: without the mutant the tests end.
  if (isOverdue) return { where, outcome: 'caught', why: 'the tests never end', checks: [] };
  if (exit === 0) return nothingFound(where, 'survived', 'all tests pass');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return nothingFound(where, 'failed', lastLine(stderr));
  const [first] = mochaReportSchema.parse(JSON.parse(text)).failures;
  // A mutant that is no program is found by nothing that was to find it.
  if (first === undefined) return nothingFound(where, 'failed', lastLine(stderr));
  return { where, outcome: 'caught', why: `failed: ${first.fullTitle}`, checks: [] };
}
