/**
 * `npm run histories -- <folder>`: judges event histories that other systems left, such as those that the public SDKs
 * keep for their tests. An alarm about a correct execution is a defect of the harness.
 */
import { glob } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { runProcess } from '../../harness/cli/command-line.ts';
import { say } from '../../harness/cli/terminal/output.ts';
import { HarnessError, messageOf } from '../../harness/errors.ts';
import { exitCodes } from '../../harness/model/exit-code.ts';
import { violationsIn } from '../../harness/model/violation.ts';
import { readExportedHistory } from '../../harness/probes/read-exported-history.ts';
import { type JudgedHistory, judgeHistory } from './judge-history.ts';

/** A file, and what came of it. */
interface Row {
  readonly file: string;
  readonly state: JudgedHistory['state'] | 'unreadable';
  readonly events: number;
  readonly prefixes: number;
  /** Each violation, or why there is no verdict. */
  readonly why: readonly string[];
}

const help = `
Every .json file below the folder is read as an event history: by \`temporal workflow show --output json\`, the Temporal
UI, or an SDK's tests. A table counts them by sub-folder; alarms and files that can't be read are listed by name.

Exit codes: 0 no alarm, 1 an alarm, 2 no event history was judged, 64 no such folder, 70 a check failed.`;

function historiesCommand(): CommandUnknownOpts {
  return new Command('histories')
    .description('Judge event histories that other systems left.')
    .argument('<folder>', 'a folder of event histories as JSON')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', help)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .action(async (folder: string, { json }: { readonly json?: true }) => {
      const rows = await judgeFolder(resolve(folder));
      say(json === true ? JSON.stringify(rows, null, 2) : render(rows));
      process.exitCode = exitOf(rows);
    });
}

async function judgeFolder(folder: string): Promise<readonly Row[]> {
  const files: string[] = [];
  for await (const file of glob('**/*.{json,json.gz}', { cwd: folder })) files.push(file);
  if (files.length === 0) throw new HarnessError('CHAOS_BAD_HISTORIES', `There is no .json file below ${folder}.`);
  const sorted = files.toSorted((a, b) => a.localeCompare(b));
  return await Promise.all(sorted.map((file) => judgeFile(folder, file)));
}

async function judgeFile(folder: string, file: string): Promise<Row> {
  const path = join(folder, file);
  try {
    const history = await readExportedHistory(path);
    const { state, finding, prefixes, error } = judgeHistory(history);
    const violations = violationsIn(finding?.exhibits ?? []).map(
      ({ violation, detail }) => `${violation}: ${typeof detail === 'string' ? detail : ''}`,
    );
    const why = error === null ? violations : [error];
    return { file: relative(folder, path), state, events: history.events.length, prefixes, why };
  } catch (error) {
    return { file, state: 'unreadable', events: 0, prefixes: 0, why: [messageOf(error)] };
  }
}

const states = ['well-formed', 'open', 'alarm', 'failed', 'unreadable'] as const;

function render(rows: readonly Row[]): string {
  const groups = [...Map.groupBy(rows, ({ file }) => (file.includes('/') ? (file.split('/', 1)[0] ?? '') : '.'))];
  const counts = groups.map(([name, group]) => {
    const byState = states.map((state) => group.filter((row) => row.state === state).length);
    const events = group.reduce((sum, row) => sum + row.events, 0);
    return [name, group.length, ...byState, events].join('  ');
  });
  const told = rows.filter(({ why }) => why.length > 0).map(({ file, state, why }) => `${state} ${file}: ${why[0]}`);
  return `${[['folder', 'files', ...states, 'events'].join('  '), ...counts, ...told].join('\n')}\n`;
}

function exitOf(rows: readonly Row[]): number {
  if (rows.some(({ state }) => state === 'failed')) return exitCodes.harness;
  if (rows.some(({ state }) => state === 'alarm')) return exitCodes.invalid;
  return rows.some(({ state }) => state !== 'unreadable') ? exitCodes.valid : exitCodes.unknown;
}

runProcess(historiesCommand());
