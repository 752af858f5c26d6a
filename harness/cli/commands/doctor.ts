import { tmpdir } from 'node:os';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { exitCodes } from '../../model/exit-code.ts';
import type { Diagnosis } from '../../provision/doctor/diagnosis.ts';
import type { RunRemnant } from '../../provision/orphans/orphan-plan.ts';
import type { RemovedOrphans } from '../../provision/orphans/remove-orphans.ts';
import { painter, wantsColour } from '../../reporting/text/paint.ts';
import type { FlagsOf } from '../options/flags-of.ts';
import { interruptibly } from '../terminal/interruptibly.ts';

type DoctorOptions = FlagsOf<typeof define>;

/**
 * The verb `doctor`: is everything here that a run needs, and what have dead runs left?
 *
 * @remarks Sets the exit code of the process: 0, or 70 if a part is not healthy or a sweep failed.
 */
export function doctorCommand(): CommandUnknownOpts {
  return define().action(async (options: DoctorOptions) => {
    const healthy = options.sweep === true ? await removeAllOrphans(options) : await examine(options);
    process.exitCode = healthy ? exitCodes.valid : exitCodes.harness;
  });
}

function define() {
  return new Command('doctor')
    .description('Check each part: where it is, which version, whether it works, and what to do.')
    .option('--json', 'print JSON')
    .option('--install', 'download or build missing servers; also Docker Compose if an engine answers')
    .option('--sweep', 'remove processes, folders and containers of runs whose owner is dead, and nothing else');
}

async function examine(options: DoctorOptions): Promise<boolean> {
  const interrupted = (tookMs: number): string =>
    `The doctor was interrupted after ${tookMs} ms, before it had looked at every part. Call it again.`;
  const parts = await interruptibly(interrupted, async (signal) => {
    const progress = (line: string): void => void process.stderr.write(`${line}\n`);
    const { diagnose } = await import('../../provision/doctor/diagnose.ts');
    return diagnose({ install: options.install === true, signal, progress });
  });
  const healthy = parts.every((part) => part.healthy);
  if (options.json === true) console.log(JSON.stringify({ healthy, parts }, null, 2));
  else {
    for (const part of parts) console.log(describe(part));
    console.log(healthy ? 'Everything that a run needs is here.' : 'Something that a run needs is missing.');
  }
  return healthy;
}

async function removeAllOrphans(options: DoctorOptions): Promise<boolean> {
  const { removeOrphans } = await import('../../provision/orphans/remove-orphans.ts');
  const swept = await removeOrphans(tmpdir());
  if (options.json === true) console.log(JSON.stringify(swept, null, 2));
  else for (const line of describeOrphans(swept)) console.log(line);
  return swept.failures.length === 0;
}

/** One part in one line, and a second line if there is something to do. */
function describe({ part, healthy, absent, where, version, note, advice }: Diagnosis): string {
  const paint = painter(wantsColour(process.stdout));
  const mark = absent === true ? '-  ' : healthy ? paint('valid', 'ok ') : paint('invalid', 'BAD');
  const facts = [version, where, note].filter((fact) => fact !== null && fact !== '').join(' · ');
  const todo = advice === null ? '' : `\n      ${paint('unknown', advice)}`;
  return `${mark} ${part.padEnd(21)} ${facts}${todo}`;
}

function describeOrphans({ dead, live, unclear, failures, notAsked }: RemovedOrphans): readonly string[] {
  const line = (mark: string, { runId, folder, pids, objects }: RunRemnant): string => {
    const processes = pids.length === 0 ? 'no process' : `processes ${pids.join(', ')}`;
    return `${mark} ${runId}: ${[folder ?? 'no folder', processes, ...objects].join(', ')}`;
  };
  return [
    ...dead.map((run) => line(failures.length === 0 ? 'swept  ' : 'dead   ', run)),
    ...live.map((run) => line('live   ', run)),
    ...unclear.map((run) => `${line('unclear', run)} (no owner known: left alone; remove it by hand if it is yours)`),
    ...failures.map((failure) => `FAILED  ${failure}`),
    ...(notAsked === null ? [] : [`Containers were not looked for: ${notAsked}.`]),
    dead.length === 0 ? 'Nothing of a dead run was found.' : `${dead.length} dead runs, ${failures.length} failures.`,
  ];
}
