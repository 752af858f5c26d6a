import { type Exploration, explorationSchema } from '../../harness/model/exploration.ts';
import type { BenchContext } from './bench-context.ts';
import { type CpuWatch, watchCpu } from './cpu-watch.ts';
import type { CpuShare } from './explore-result.ts';
import { type Onlooker, runChaos, type TimedCommand } from './run-chaos.ts';

/** The seed of every measured exploration. */
export const EXPLORE_SEED = 1;

/** The command line of every measured exploration: without an audit, on the embedded stack. */
export function exploreArguments(chosen: readonly string[]): readonly string[] {
  return ['explore', ...chosen, '--audit', '0%', '--stack', 'embedded', '--seed', String(EXPLORE_SEED), '--json'];
}

/** One exploration, as its user starts it. */
export interface TimedExploration extends Pick<TimedCommand, 'exit' | 'commandMs' | 'peakRssMb'> {
  readonly exploration: Exploration;
  /** Of the phase `exploring` alone; null where the system doesn't tell. */
  readonly cpu: readonly CpuShare[] | null;
}

/**
 * Explores by the command line.
 *
 * @param chosen - the workflow, and options that choose what of it is explored
 * @throws Error with what it said where it gave no exploration; the signal's reason when it aborts.
 */
export async function runExploration(context: BenchContext, chosen: readonly string[]): Promise<TimedExploration> {
  const watching = watchPhase();
  try {
    const ended = await runChaos(context, exploreArguments(chosen), watching.onlooker);
    const { exit, commandMs, peakRssMb } = ended;
    return { exploration: explorationOf(ended), exit, commandMs, peakRssMb, cpu: await watching.end() };
  } finally {
    await watching.end();
  }
}

interface Watching {
  readonly onlooker: Onlooker;
  /** Idempotent. */
  end(): Promise<readonly CpuShare[] | null>;
}

/** Watches the CPU time of what is in the phase `exploring`, as the exploration itself tells of its beginning and end. */
function watchPhase(): Watching {
  let watch: CpuWatch | null = null;
  let shares: Promise<readonly CpuShare[] | null> | null = null;
  const end = (): Promise<readonly CpuShare[] | null> => {
    shares ??= watch?.end() ?? Promise.resolve(null);
    return shares;
  };
  const line = (text: string): void => {
    const state = exploringState(text);
    if (state === 'begin') watch?.begin();
    if (state === 'end') void end();
  };
  return { onlooker: { started: (pid) => (watch = watchCpu(pid)), line }, end };
}

/** Whether a line of progress tells that exploring begins or ends; null for all other lines. */
export function exploringState(line: string): 'begin' | 'end' | null {
  if (!line.startsWith('{"kind":"phase","phase":"exploring",')) return null;
  const { state } = JSON.parse(line) as { readonly state?: unknown };
  return state === 'begin' || state === 'end' ? state : null;
}

function explorationOf({ stdout, stderr }: TimedCommand): Exploration {
  try {
    return explorationSchema.parse(JSON.parse(stdout));
  } catch (cause) {
    throw new Error(`Expected explore to print an exploration, but it said: ${stderr.trim()}`, { cause });
  }
}
