import { COMPONENT_TAG } from '../../harness/reaper/run-folder.ts';
import type { CpuShare } from './explore-result.ts';

/** Linux gives CPU time in hundredths of a second on every machine that Node runs on. */
const TICKS_PER_S = 100;

/** One process as it was looked at. */
export interface CpuLife {
  /** Its id and start time: one life for good. */
  readonly id: string;
  readonly part: string;
  /** CPU time since it started. */
  readonly ticks: number;
}

/** Adds up what processes took since it was told to begin, those that have ended included. */
export class CpuLives {
  readonly #lives = new Map<string, { readonly part: string; readonly fromTicks: number; readonly ticks: number }>();

  /** Takes note of the processes that live now. */
  seen(lives: readonly CpuLife[]): void {
    for (const { id, part, ticks } of lives) {
      const known = this.#lives.get(id);
      this.#lives.set(id, { part: known?.part ?? part, fromTicks: known?.fromTicks ?? 0, ticks });
    }
  }

  /** What was seen so far counts no more. */
  begin(): void {
    for (const [id, { part, ticks }] of this.#lives) this.#lives.set(id, { part, fromTicks: ticks, ticks });
  }

  /** By part, the largest first; a part that took nothing is left out. */
  shares(): readonly CpuShare[] {
    const sums = new Map<string, number>();
    for (const { part, fromTicks, ticks } of this.#lives.values()) {
      sums.set(part, (sums.get(part) ?? 0) + ticks - fromTicks);
    }
    const all = [...sums.values()].reduce((sum, one) => sum + one, 0);
    return [...sums]
      .filter(([, ticks]) => ticks > 0)
      .map(([part, ticks]) => ({ part, cpuS: ticks / TICKS_PER_S, share: ticks / all }))
      .toSorted((a, b) => b.cpuS - a.cpuS);
  }
}

/**
 * Which part a process is, by its environment and its command line, both as /proc gives them; null where they don't say:
 * it is then part of its parent.
 *
 * @remarks All incarnations of all workers are one part. PostgreSQL's backends overwrite their environment.
 */
export function partOf(environ: string, cmdline: string): string | null {
  const tag = environ.split('\0').find((one) => one.startsWith(`${COMPONENT_TAG}=`));
  if (tag !== undefined) {
    const component = tag.slice(COMPONENT_TAG.length + 1).replace(/\.\d+$/, '');
    return component.replace(/^worker-\d+$/, 'worker');
  }
  if (/\/replay-main\.[jt]s\0/.test(cmdline)) return 'replayer';
  if (/\/reaper-main\.[jt]s\0/.test(cmdline)) return 'reaper';
  return null;
}
