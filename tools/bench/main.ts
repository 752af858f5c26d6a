/**
 * `npm run bench`: what a run costs, and where the time goes. Figures are printed, never judged.
 */
import { join } from 'node:path';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { chooseStack } from '../../harness/app/choose-stack.ts';
import { listenForInterruption } from '../../harness/cli/terminal/interruption.ts';
import { complain, say, watchOutput } from '../../harness/cli/terminal/output.ts';
import { watchUncaught } from '../../harness/cli/terminal/uncaught.ts';
import { loadConfig } from '../../harness/config/load-config.ts';
import { findEngine } from '../../harness/engine/find-engine.ts';
import { HarnessError, toHarnessError } from '../../harness/errors.ts';
import type { ChaosConfig } from '../../harness/model/config.ts';
import { exitCodes } from '../../harness/model/exit-code.ts';
import { findServer } from '../../harness/provision/servers/find-server.ts';
import { writeJson } from '../../harness/reporting/store/write-file-atomically.ts';
import { type BenchContext, fullCounts, quickCounts, type Servers } from './bench-context.ts';
import { BENCH_SCHEMA, type BenchReport, type MeasurementName, measurementNames } from './bench-report.ts';
import { machineNow } from './machine.ts';
import { measureAll } from './measure-all.ts';
import { renderBench } from './render-bench.ts';
import { type AskedStack, askedStacks, wantedOf } from './wanted.ts';

interface Flags {
  readonly stack: AskedStack;
  readonly runs: number;
  readonly only?: readonly MeasurementName[];
  readonly quick?: true;
  readonly json?: true;
}

const projectFolder = join(import.meta.dirname, '..', '..');
const reportFile = join(projectFolder, 'reports/bench.json');

const help = `
Measurements:
  run         phase times of warm runs of worker-kill, and the harness's memory
  replay      replay of the event histories of the last of those runs
  hop         a call to Temporal: direct, by Toxiproxy, by the gateway, by both
  latency     a workflow on a worker behind the hops and on one without
  first-task  start of a workflow to its first task, at rest and with a worker dead
  life        kill and start of a worker: call to the end of it, call to its first poll
  explore     a crash at every point of a workflow: with the crash front, with one kill a point, in all its cases;
              the harness's memory, and where the CPU time goes

Stacks:
  embedded    all of these on the embedded stack
  docker      run and life, on the Docker stack and beside it on the embedded one
  both        what docker does, and the others on the embedded stack

Always writes reports/bench.json, with what was measured this time. Exits 70 where a measurement failed; a goal that
is missed is told of and fails nothing. Written as: npm run bench -- --only hop, or: npm run bench -- hop`;

function programme(): Command {
  return (
    new Command('bench')
      .description('Measure the harness. Takes some minutes; close what else works on this machine.')
      .addOption(new Option('--stack <name>', 'what to measure on').choices(askedStacks).default('embedded'))
      .addArgument(new Argument('[measurements...]', 'the same as --only').choices(measurementNames))
      .option('--runs <n>', 'how many runs of worker-kill to measure on each stack', wholeNumber, 3)
      .addOption(new Option('--only <names...>', 'measure only these').choices(measurementNames))
      .option('--quick', 'few repetitions, to see that it works')
      .option('--json', 'print the JSON instead of the tables')
      .addHelpText('after', help)
      .allowExcessArguments(false)
      .exitOverride()
      // Without one, commander doesn't look at the arguments.
      .action(() => undefined)
      .configureOutput({ outputError: () => undefined })
  );
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1) throw new InvalidArgumentError('Expected a whole number above 0.');
  return value;
}

async function bench(flags: Flags): Promise<number> {
  using interruption = listenForInterruption();
  const { signal } = interruption;
  const progress = (line: string): void => void process.stderr.write(`${line}\n`);
  const startMs = performance.now();
  const startedAt = new Date().toISOString();
  const wanted = wantedOf(flags.stack, flags.only);
  const config = await loadConfig(projectFolder);
  const engine = wanted.stacks.includes('docker') ? await engineFor(config) : {};
  const servers = await serversOf({ signal, progress });
  const machine = machineNow(servers, engine);
  const counts = flags.quick === true ? quickCounts : fullCounts(flags.runs);
  const context: BenchContext = { projectFolder, config, servers, counts, signal, progress };
  const measured = await measureAll(context, wanted);
  const durationMs = performance.now() - startMs;
  const quick = flags.quick === true;
  const report = rounded({ schema: BENCH_SCHEMA, startedAt, durationMs, quick, machine, ...measured });
  await writeJson(reportFile, report);
  say(flags.json === true ? JSON.stringify(report, null, 2) : `${renderBench(report)}\n`);
  return report.problems.length === 0 ? exitCodes.valid : exitCodes.harness;
}

/** What is named without --only counts as if it were named with it. */
function flagsOf(command: Command): Flags {
  const flags = command.opts<Flags>();
  const named = [...(command.args as readonly MeasurementName[]), ...(flags.only ?? [])];
  return named.length === 0 ? flags : { ...flags, only: named };
}

/** To three decimals: below a microsecond there is only noise. */
function rounded(report: BenchReport): BenchReport {
  const round = (_key: string, value: unknown): unknown =>
    typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
  return JSON.parse(JSON.stringify(report, round)) as BenchReport;
}

/** The engine and the make of the images, or why Docker can't be measured: before anything else is. */
async function engineFor(config: ChaosConfig): Promise<Readonly<Record<string, string>>> {
  const { images = 'unknown' } = await chooseStack('docker', config);
  return { engine: (await findEngine()).version, images };
}

async function serversOf(options: Parameters<typeof findServer>[1]): Promise<Servers> {
  const temporal = await findServer('temporal', options);
  return { temporal, toxiproxy: await findServer('toxiproxy', options) };
}

/** npm takes a flag that isn't after `--` for itself, and the bench would silently measure something else. */
function refuseSwallowed(command: Command): void {
  const flags = command.options.map((option) => option.long?.slice(2) ?? '');
  const taken = flags.find((flag) => process.env[`npm_config_${flag}`] !== undefined);
  if (process.env['npm_lifecycle_event'] !== 'bench' || taken === undefined) return;
  const sentence = `Expected --${taken} after a "--", but npm took it for itself. Write: npm run bench -- --${taken}`;
  throw new HarnessError('CHAOS_USAGE', sentence);
}

function exitOf(thrown: unknown): number {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return exitCodes.valid;
    complain({ code: 'CHAOS_USAGE', message: `${thrown.message.replace(/^error: /, '')} See --help.` });
    return exitCodes.usage;
  }
  const error = toHarnessError(thrown);
  const { code } = error;
  const interrupted = 'Expected to measure to the end, but was interrupted. All was taken down; run it again.';
  complain(code === 'CHAOS_INTERRUPTED' ? { code, message: interrupted } : error);
  return error.exitCode;
}

watchOutput();
watchUncaught();
const command = programme();
try {
  command.parse();
  refuseSwallowed(command);
  process.exitCode = await bench(flagsOf(command));
} catch (thrown) {
  process.exitCode = exitOf(thrown);
}
