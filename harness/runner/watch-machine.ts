import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { EntryOf, Journal } from '../model/journal.ts';
import { watchStalls } from './watch-stalls.ts';

const EVERY_MS = 1000;
const PRESSURE_FILE = '/proc/pressure/cpu';

/**
 * Journals what a slow machine does to a run: stalls of the harness itself, and each second for how long work waited
 * for a CPU.
 *
 * @returns a function that ends the watch
 */
export function watchMachine(journal: Journal): () => void {
  const stopStalls = watchStalls(journal);
  const timer = setInterval(machineSampler(journal, cpuMeter()), EVERY_MS);
  timer.unref();
  return () => {
    stopStalls();
    clearInterval(timer);
  };
}

/** Measures for how long of the time since the last measurement work waited for a CPU. */
export interface Meter {
  readonly source: EntryOf<'machine'>['source'];
  waitedMs(overMs: number): number;
}

/** Makes a function that journals, at each call, how busy the machine was since the call before. */
export function machineSampler(journal: Journal, meter: Meter): () => void {
  let lastMs = journal.nowMs();
  return () => {
    const nowMs = journal.nowMs();
    const overMs = nowMs - lastMs;
    lastMs = nowMs;
    journal.write({
      kind: 'machine',
      overMs,
      waitedMs: Math.min(overMs, meter.waitedMs(overMs)),
      source: meter.source,
    });
  };
}

/** The kernel's account if there is one, otherwise the CPUs' busy time. */
export function cpuMeter(): Meter {
  const pressureMs = readPressureMs();
  return pressureMs === null ? busyMeter() : pressureMeter(pressureMs);
}

function pressureMeter(firstMs: number): Meter {
  let lastMs = firstMs;
  return {
    source: 'pressure',
    waitedMs: () => {
      const totalMs = readPressureMs() ?? lastMs;
      const sinceMs = totalMs - lastMs;
      lastMs = totalMs;
      return sinceMs;
    },
  };
}

/** By the CPUs' busy time, which every system tells. */
export function busyMeter(): Meter {
  let last = cpuTimes();
  return {
    source: 'cpu-times',
    waitedMs: (overMs) => {
      const now = cpuTimes();
      const all = now.all - last.all;
      const idle = now.idle - last.idle;
      last = now;
      return all <= 0 ? 0 : overMs * Math.max(0, 1 - idle / all);
    },
  };
}

/** How long, since the machine's start, at least one task waited for a CPU; null if the kernel doesn't say. */
function readPressureMs(): number | null {
  try {
    const total = /^some .*total=(\d+)/m.exec(readFileSync(PRESSURE_FILE, 'utf8'))?.[1];
    return total === undefined ? null : Number(total) / 1000;
  } catch {
    return null;
  }
}

function cpuTimes(): { readonly all: number; readonly idle: number } {
  const times = cpus().map((cpu) => cpu.times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  return { idle, all: times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle) };
}
