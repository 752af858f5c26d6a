import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';

/** How long a test, or a hook before or after tests, took, and how it ended. */
export interface TestTime {
  readonly title: string;
  /** Relative to the project. */
  readonly file: string;
  readonly ms: number;
  readonly state: 'passed' | 'failed' | 'hook';
  /** What a failed one said: its message, with what was expected and what came. */
  readonly failure?: string;
}

/** A part of `npm test` and how long it took as a whole, with the start of its processes. */
export interface PartTimes {
  readonly part: string;
  readonly ms: number;
  readonly passed: number;
  readonly failed: number;
  readonly tests: readonly TestTime[];
}

/** What a file took, its hooks included. */
export interface FileTime {
  readonly file: string;
  readonly ms: number;
  readonly tests: number;
}

/** What each file of a part took, the longest first. */
export function fileTimes(tests: readonly TestTime[]): readonly FileTime[] {
  const files = Map.groupBy(tests, ({ file }) => file);
  return [...files]
    .map(([file, ofFile]) => ({
      file,
      ms: ofFile.reduce((sum, { ms }) => sum + ms, 0),
      tests: ofFile.filter(({ state }) => state !== 'hook').length,
    }))
    .toSorted((a, b) => b.ms - a.ms);
}

/** Reads what the reporter has written of a part; nothing where Mocha came to no end. */
export async function readTimes(path: string): Promise<readonly TestTime[]> {
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as readonly TestTime[]) : [];
}

/** Writes the times of all parts into one file. */
export async function keepTimes(path: string, parts: readonly PartTimes[]): Promise<void> {
  const rows = parts.map((part) => ({ ...part, files: fileTimes(part.tests) }));
  await writeFile(path, `${JSON.stringify({ schema: 'durable-chaos/test-times@1', parts: rows }, null, 2)}\n`);
}

const SLOWEST = 20;

/** Shows what the parts took, their longest files, and the slowest tests of all. */
export function renderTimes(parts: readonly PartTimes[]): string {
  const shown = parts.flatMap(({ part, ms, tests }) => [
    `${seconds(ms)}  ${part}`,
    ...fileTimes(tests)
      .filter((file) => file.ms >= 1000)
      .map(({ file, ms: fileMs, tests: count }) => `${seconds(fileMs)}    ${file} (${count})`),
  ]);
  const slowest = parts
    .flatMap(({ tests }) => tests)
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, SLOWEST)
    .map(({ title, file, ms }) => `${seconds(ms)}  ${title} (${file})`);
  return [
    'Time of each part, and of its files from 1 s:',
    ...shown,
    '',
    `The ${slowest.length} slowest tests:`,
    ...slowest,
  ].join('\n');
}

/** Shows each failed test with what it said, for the end: the first output of a long run is hard to find again. */
export function renderFailures(parts: readonly PartTimes[]): string {
  const failed = parts.flatMap(({ part, tests }) =>
    tests.filter(({ state }) => state === 'failed').map((test) => ({ part, ...test })),
  );
  return failed
    .map(({ part, title, file, failure = '' }) => `Failed in ${part}: ${title} (${file})\n${indented(failure)}\n`)
    .join('');
}

/** Enough of a message to see what is wrong; the rest is where Mocha has printed it. */
const SHOWN_LINES = 20;

function indented(text: string): string {
  const lines = text.split('\n');
  const shown = lines.slice(0, SHOWN_LINES);
  const rest = lines.length - shown.length;
  return [...shown, ...(rest > 0 ? [`… ${rest} more lines above`] : [])].map((line) => `    ${line}`).join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1).padStart(7)} s`;
}
