import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { type Part, projectFolder } from './parts.ts';
import { type PartTimes, readTimes } from './times/test-times.ts';

/** A part that was run, with what each of its tests took. */
export type PartRun = PartTimes;

/**
 * Runs a part and counts what Mocha says, whose times are then in the file that CHAOS_TEST_TIMES names.
 *
 * @param print - Gets what the part prints, on both of its streams.
 * @remarks A part that failed without a failed test, or passed without any test, counts as one failure; and so does each
 * test that was skipped, since it has proved nothing.
 */
export async function runPart(
  part: Part,
  env: NodeJS.ProcessEnv,
  print: (text: string) => void = (text) => process.stdout.write(text),
): Promise<PartRun> {
  const startMs = performance.now();
  const [program, ...args] = part.command;
  const child = spawn(program, args, { cwd: projectFolder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    print(text);
  });
  child.stderr.setEncoding('utf8').on('data', print);
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const ms = performance.now() - startMs;
  return { part: part.name, ms, ...countOf(output, exit), tests: await readTimes(env['CHAOS_TEST_TIMES'] ?? '') };
}

/** What Mocha has counted in what it printed. */
export function countOf(output: string, exit: number | null): Pick<PartRun, 'passed' | 'failed'> {
  const plain = stripVTControlCharacters(output);
  const [passed, failed, pending] = [/^\s+(\d+) passing/gm, /^\s+(\d+) failing/gm, /^\s+(\d+) pending/gm].map((count) =>
    [...plain.matchAll(count)].reduce((total, match) => total + Number(match[1]), 0),
  ) as [number, number, number];
  const broken = exit === 0 ? (passed === 0 ? 1 : 0) : failed === 0 ? 1 : 0;
  return { passed, failed: failed + pending + broken };
}
