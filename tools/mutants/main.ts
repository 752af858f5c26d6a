/**
 * `npm run mutants`: plants small harmful changes in the system under test and in the harness, one at a time, and counts
 * how many of them the harness finds.
 */
import { join, resolve } from 'node:path';
import { Command, type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings';
import { runProcess } from '../../harness/cli/command-line.ts';
import { listenForInterruption } from '../../harness/cli/terminal/interruption.ts';
import { say } from '../../harness/cli/terminal/output.ts';
import { HarnessError } from '../../harness/errors.ts';
import { exitCodes } from '../../harness/model/exit-code.ts';
import { writeFileAtomically, writeJson } from '../../harness/reporting/store/write-file-atomically.ts';
import { chosenOf, OWN_TABLE, readTable } from './read-table.ts';
import { renderResult, renderScore } from './render-score.ts';
import { goalsOf, type MutantResult, type Score, scoresOf } from './score.ts';
import { keepResult } from './stored-score.ts';
import { tryMutants } from './try-mutants.ts';

interface Flags {
  readonly table: string;
  readonly only?: readonly string[];
  readonly jobs: number;
  readonly keep?: true;
  readonly list?: true;
  readonly json?: true;
}

const projectFolder = join(import.meta.dirname, '..', '..');
const reports = join(projectFolder, 'reports/mutants');

const help = `
A mutant is a change of a few lines in one file. It is planted in a copy of the project, and looked for by the runs of
scenarios, explorations or tests that its entry names, or by those that are nearest to its file. It is caught if a check
finds the harm, and the same run of the intact project is valid.

Writes reports/mutants/score.md and score.json. With --keep, the results replace those in tools/mutants/score.json, of
which npm run docs makes docs/reference/trust.md. Exits 0 if all goals are met, 1 if one is missed, and 2 if no mutant was
tried.

Examples:
  npm run mutants
  npm run mutants -- --only resume-blanks-receipts 'key-*' 'lost effect'
  npm run mutants -- --table my-mutants.json --jobs 2`;

function mutantsCommand(): CommandUnknownOpts {
  return new Command('mutants')
    .description('Count how many small harmful changes the harness finds. Takes about half a minute a change.')
    .option('--table <file>', 'the table of mutants, as JSON', OWN_TABLE)
    .option('--only <names...>', 'try only these: ids, patterns of ids, or classes')
    .option('--jobs <n>', 'how many are tried at once', wholeNumber, 1)
    .option('--keep', 'keep the results of the own table in the project')
    .option('--list', 'list the mutants and do nothing')
    .option('--json', 'print the results as JSON; progress goes to standard error')
    .addHelpText('after', help)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .action(async (flags: Flags) => {
      process.exitCode = await mutants(flags);
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1) throw new InvalidArgumentError('Expected a whole number above 0.');
  return value;
}

async function mutants(flags: Flags): Promise<number> {
  const table = readTable(resolve(flags.table));
  const chosen = chosenOf(table, flags.only);
  if (flags.keep === true && resolve(flags.table) !== OWN_TABLE) {
    throw new HarnessError('CHAOS_USAGE', '--keep keeps results of the own table alone. Leave --table out.');
  }
  if (flags.list === true) {
    say(chosen.map(({ id, kind, file }) => `${id}  ${kind}  ${file}\n`).join(''));
    return exitCodes.valid;
  }
  using interruption = listenForInterruption();
  const tried = (result: MutantResult): void => {
    process.stderr.write(`${renderResult(result)}\n`);
    if (flags.keep === true) keepResult(result, table);
  };
  const { jobs } = flags;
  const results = await tryMutants(chosen, { projectFolder, jobs, signal: interruption.signal, tried });
  const goals = goalsOf(results);
  await writeFileAtomically(join(reports, 'score.md'), renderScore(results));
  const score: Score = { results, classes: scoresOf(results), goals };
  await writeJson(join(reports, 'score.json'), score);
  say(flags.json === true ? JSON.stringify(score, null, 2) : renderScore(results));
  if (results.length === 0) return exitCodes.unknown;
  return goals.every(({ met }) => met) ? exitCodes.valid : exitCodes.invalid;
}

runProcess(mutantsCommand());
