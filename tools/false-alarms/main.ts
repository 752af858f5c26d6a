/** `npm run false-alarms`: runs good systems again and again, and counts how often the harness accuses them. */
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { config } from '../../chaos.config.ts';
import { chooseStack } from '../../harness/app/choose-stack.ts';
import { runProcess } from '../../harness/cli/command-line.ts';
import { listenForInterruption } from '../../harness/cli/terminal/interruption.ts';
import { say } from '../../harness/cli/terminal/output.ts';
import { exitCodes, gravestExit } from '../../harness/model/exit-code.ts';
import type { StackName } from '../../harness/model/stacks.ts';
import { writeFileAtomically, writeJson } from '../../harness/reporting/store/write-file-atomically.ts';
import { carryOutAll } from './carry-out.ts';
import { planRuns } from './plan-runs.ts';
import { describeRun, renderResult, renderScore } from './render-score.ts';
import type { RunResult } from './run-result.ts';
import { type Conditions, exitOfRuns, type FalseAlarms, falseAlarms } from './score.ts';
import { type SettingName, settingNames } from './settings.ts';

interface Flags {
  readonly runs: number;
  readonly jobs: number;
  readonly seed: number;
  readonly busy: number;
  readonly stack?: 'embedded' | 'docker' | 'both';
  readonly only?: readonly string[];
  readonly setting?: readonly SettingName[];
  readonly list?: true;
  readonly json?: true;
}

const projectFolder = join(import.meta.dirname, '..', '..');
const reportsFolder = join(projectFolder, 'reports/false-alarms');

const help = `
Settings:
  fault          the scenario with its faults
  no-fault       the same load without any fault; its verdict is unknown at best
  busy-fault     with its faults, while other processes compute all the time
  busy-no-fault  without any fault, while other processes compute all the time

Each round runs every scenario once with the next seed, each time in another setting. The runs on a busy machine come
last.

Writes reports/false-alarms/score.md and score.json. The folder of a run that is not as it should be stays in
reports/false-alarms/runs/. Exits 1 if a run is invalid, 70 if the harness failed in one, 2 if more than 1 % are unknown,
and 0 otherwise.

Examples:
  npm run false-alarms -- --runs 40
  npm run false-alarms -- --only worker-kill --setting busy-fault --seed 7 --runs 1
  npm run false-alarms -- --runs 200 --jobs 2 --stack both --busy 4`;

function falseAlarmsCommand(): CommandUnknownOpts {
  return new Command('false-alarms')
    .description(
      'Run good systems and count how often the harness accuses them. Takes about 20 seconds a run and lane.',
    )
    .option('--runs <n>', 'how many runs', wholeNumber(1), 200)
    .option('--jobs <n>', 'how many runs go at once', wholeNumber(1), 2)
    .option('--seed <n>', 'the seed of the first round', wholeNumber(0), 1)
    .option('--busy <n>', 'how many processes compute in the busy settings', wholeNumber(1), availableParallelism())
    .addOption(
      new Option('--stack <name>', 'where to run; default: both if an engine has every image').choices([
        'embedded',
        'docker',
        'both',
      ] as const),
    )
    .option('--only <scenarios...>', 'run only these')
    .addOption(new Option('--setting <names...>', 'run only in these settings').choices(settingNames))
    .option('--list', 'list the runs and do nothing')
    .option('--json', 'print the results as JSON; progress goes to standard error')
    .addHelpText('after', help)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .action(async (flags: Flags) => {
      process.exitCode = await countFalseAlarms(flags);
    });
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
  };
}

async function countFalseAlarms(flags: Flags): Promise<number> {
  const { jobs, busy, seed, only, setting } = flags;
  const runs = planRuns({ runs: flags.runs, seed, stacks: await stacksOf(flags.stack), only, settings: setting });
  if (flags.list === true) {
    say(runs.map(describeRun).join('\n'));
    return exitCodes.valid;
  }
  using interruption = listenForInterruption();
  const { signal } = interruption;
  const conditions = conditionsOf({ jobs, busy });
  const results: RunResult[] = [];
  const ended = async (result: RunResult): Promise<void> => {
    results.push(result);
    process.stderr.write(`${results.length}/${runs.length} ${renderResult(result)}\n`);
    await keep(falseAlarms(results, conditions));
  };
  await carryOutAll(runs, { projectFolder, reportsFolder, jobs, busy, signal, ended });
  const counted = falseAlarms(results, conditions);
  say(flags.json === true ? JSON.stringify(counted, null, 2) : renderScore(counted));
  return gravestExit([exitOfRuns(results), ...(signal.aborted ? (['interrupted'] as const) : [])]);
}

/** Those asked for; otherwise the embedded one, and Docker if it can be used. */
async function stacksOf(asked: Flags['stack']): Promise<readonly StackName[]> {
  if (asked === 'embedded') return ['embedded'];
  const { name } = await chooseStack(asked === undefined ? 'auto' : 'docker', config);
  if (asked === 'docker') return ['docker'];
  return name === 'docker' ? ['embedded', 'docker'] : ['embedded'];
}

function conditionsOf(asked: Pick<Conditions, 'jobs' | 'busy'>): Conditions {
  const cores = cpus();
  return { cpu: cores[0]?.model.trim() ?? 'unknown', cores: cores.length, node: process.version.slice(1), ...asked };
}

/** Written after each run, so that an interruption loses nothing. */
async function keep(counted: FalseAlarms): Promise<void> {
  await writeJson(join(reportsFolder, 'score.json'), counted);
  await writeFileAtomically(join(reportsFolder, 'score.md'), renderScore(counted));
}

runProcess(falseAlarmsCommand());
