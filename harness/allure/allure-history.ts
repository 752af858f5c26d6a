import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomically } from '../reporting/store/write-file-atomically.ts';
import { RUN_LABEL } from './labels.ts';

const labelSchema = z.looseObject({ name: z.string(), value: z.string().optional() });
const pointSchema = z.looseObject({
  testResults: z.record(z.string(), z.looseObject({ labels: z.array(labelSchema).optional() })),
});

/** One line of Allure's history: the result of each test in one report. */
export type HistoryPoint = z.infer<typeof pointSchema>;

/** How many runs the history remembers. */
const LONGEST = 300;

/**
 * The points of a history file, oldest first.
 *
 * @remarks A line that cannot be read is left out: then it says less but nothing wrong, and no verdict rests on it.
 */
export async function readHistory(path: string): Promise<readonly HistoryPoint[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => pointOf(line));
}

/** Replaces a history file by these points, or by the last of them if there are too many. */
export async function writeHistory(path: string, points: readonly HistoryPoint[]): Promise<void> {
  const lines = points.slice(-LONGEST).map((point) => `${JSON.stringify(point)}\n`);
  await writeFileAtomically(path, lines.join(''));
}

/**
 * The points without their results of some runs; empty points are left out.
 *
 * @remarks The report shows the latest run of each scenario, so most runs are in it more than once: a run must be
 * neither in its own history nor in the history twice.
 */
export function withoutRuns(points: readonly HistoryPoint[], runIds: ReadonlySet<string>): readonly HistoryPoint[] {
  return points.flatMap((point) => {
    const kept = Object.entries(point.testResults).filter(([, result]) => !runIds.has(runOf(result)));
    return kept.length === 0 ? [] : [{ ...point, testResults: Object.fromEntries(kept) }];
  });
}

/** The ids of all runs in some points. */
export function runsIn(points: readonly HistoryPoint[]): ReadonlySet<string> {
  return new Set(points.flatMap((point) => Object.values(point.testResults).map(runOf)));
}

function runOf({ labels = [] }: HistoryPoint['testResults'][string]): string {
  return labels.find(({ name }) => name === RUN_LABEL)?.value ?? '';
}

function pointOf(line: string): readonly HistoryPoint[] {
  try {
    const result = pointSchema.safeParse(JSON.parse(line));
    return result.success ? [result.data] : [];
  } catch {
    return [];
  }
}
