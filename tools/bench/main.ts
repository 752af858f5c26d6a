/**
 * `npm run bench`: what a run costs, and where the time goes. Figures are printed, never judged.
 */
import { join, resolve } from 'node:path';
import { Argument, Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { chooseStack } from '../../harness/app/choose-stack.ts';
import { runProcess } from '../../harness/cli/command-line.ts';
import { listenForInterruption } from '../../harness/cli/terminal/interruption.ts';
import { say } from '../../harness/cli/terminal/output.ts';
import { loadConfig } from '../../harness/config/load-config.ts';
import { findEngine } from '../../harness/engine/find-engine.ts';
import type { ChaosConfig } from '../../harness/model/config.ts';
import { exitCodes } from '../../harness/model/exit-code.ts';
import { findServer } from '../../harness/provision/servers/find-server.ts';
import { writeFileAtomically, writeJson } from '../../harness/reporting/store/write-file-atomically.ts';
import { type BenchContext, fullCounts, quickCounts, type Servers } from './bench-context.ts';
import { BENCH_SCHEMA, type BenchReport, type MeasurementName, measurementNames } from './bench-report.ts';
import { machineNow } from './machine.ts';
import { measureAll } from './measure-all.ts';
import { renderBench } from './render-bench.ts';
import { systemFigures } from './system/figures.ts';
import { type AskedStack, askedStacks, wantedOf } from './wanted.ts';

interface Flags {
  readonly stack: AskedStack;
  readonly runs: number;
  readonly only?: readonly MeasurementName[];
  readonly against?: string;
  readonly minutes: number;
  readonly quick?: true;
  readonly json?: true;
}

const projectFolder = join(import.meta.dirname, '..', '..');
const reportFile = join(projectFolder, 'reports/bench.json');
const figuresFolder = join(projectFolder, 'reports/bench');

const help = `
Measurements:
  run         phase times of warm runs of worker-kill, and the harness's memory
  replay      replay of the event histories of the last of those runs
  hop         a call to Temporal: direct, by Toxiproxy, by the gateway, by both
  latency     a workflow on a worker behind the hops and on one without
  first-task  start of a workflow to its first task, at rest and with a worker dead
  life        kill and start of a worker: call to the end of it, call to its first poll
  start       a command that is refused: start of Node to its exit
  explore     a crash at every point of a workflow: with the crash front, with one kill a point, in all its cases;
              the harness's memory, and where the CPU time goes
  system      the system under test: start of a greeting to its result, 1, 10 and 100 at once, start to first task under
              each fault, memory of a worker; only if named. Writes a picture of each figure into reports/bench/

Stacks:
  embedded    all of these on the embedded stack
  docker      run, life and system, on the Docker stack and beside it on the embedded one
  both        what docker does, and the others on the embedded stack

Two checkouts:
  npm run bench -- --against ../other    run, start and explore in this checkout and in another, in turn, with ratios

Always writes reports/bench.json, with what was measured this time. Exits 70 if a measurement failed; a missed goal is
reported and does not change the exit code. Run: npm run bench -- --only hop, or: npm run bench -- hop`;

function benchCommand(): CommandUnknownOpts {
  return (
    new Command('bench')
      .description('Measure the harness. Takes some minutes; close what else works on this machine.')
      .addOption(new Option('--stack <name>', 'what to measure on').choices(askedStacks).default('embedded'))
      .addArgument(new Argument('[measurements...]', 'the same as --only').choices(measurementNames))
      .option('--runs <n>', 'how many runs of worker-kill to measure on each stack or in each checkout', wholeNumber, 3)
      .addOption(new Option('--only <names...>', 'measure only these').choices(measurementNames))
      .option('--against <folder>', 'compare with another checkout of the harness, which has its node_modules')
      .option('--minutes <n>', 'system: how long the memory of a worker is watched', wholeNumber, 10)
      .option('--quick', 'few repetitions, to see that it works')
      .option('--json', 'print the JSON instead of the tables')
      .addHelpText('after', help)
      .allowExcessArguments(false)
      .exitOverride()
      .configureOutput({ outputError: () => undefined })
      // A measurement named without --only counts as if it were named with it.
      .action(async (named: readonly MeasurementName[], flags: Flags) => {
        const only = [...named, ...(flags.only ?? [])];
        process.exitCode = await bench(only.length === 0 ? flags : { ...flags, only });
      })
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
  const quick = flags.quick === true;
  const wanted = wantedOf(flags.stack, flags.only, flags.against === undefined ? null : resolve(flags.against));
  const config = await loadConfig(projectFolder);
  const engine = wanted.stacks.includes('docker') ? await engineFor(config) : {};
  const servers = await serversOf({ signal, progress });
  const machine = machineNow(servers, engine);
  const counts = quick ? quickCounts : fullCounts(flags.runs, flags.minutes);
  const context: BenchContext = { projectFolder, config, servers, counts, signal, progress };
  const measured = await measureAll(context, wanted);
  const durationMs = performance.now() - startMs;
  const report = rounded({ schema: BENCH_SCHEMA, startedAt, durationMs, quick, machine, ...measured });
  await writeJson(reportFile, report);
  await writeFigures(report);
  say(flags.json === true ? JSON.stringify(report, null, 2) : `${renderBench(report)}\n`);
  return report.problems.length === 0 ? exitCodes.valid : exitCodes.harness;
}

async function writeFigures({ results: { system } }: BenchReport): Promise<void> {
  if (system === undefined) return;
  for (const [name, svg] of Object.entries(systemFigures(system))) {
    await writeFileAtomically(join(figuresFolder, name), svg);
  }
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

runProcess(benchCommand());
