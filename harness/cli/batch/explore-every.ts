import { spawn } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ExitCode, exitCodes } from '../../model/verdict.ts';

const main = fileURLToPath(new URL(`../main${extname(import.meta.filename)}`, import.meta.url));
const { interrupted, invalid, harness, usage, unknown } = exitCodes;
/** The gravest first; whatever else a process ends with is a failure of ours. */
const byGravity: readonly ExitCode[] = [interrupted, invalid, harness, usage, unknown];

/**
 * Explores several workflows, one after the other, each in a process of its own that shows its own result.
 *
 * @remarks Each gets the same flags, and is in our process group, so that Ctrl-C reaches it; after one nothing more is begun.
 * None outlives us: a channel between us closes when we die, which it takes for a Ctrl-C.
 * @param flags - the command line after the verb
 */
export async function exploreEvery(workflows: readonly string[], flags: readonly string[]): Promise<ExitCode> {
  const codes: number[] = [];
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore).on('SIGTERM', ignore);
  for (const workflow of workflows) {
    if (codes.includes(interrupted)) break;
    codes.push(await exploreOne(workflow, flags));
  }
  process.off('SIGINT', ignore).off('SIGTERM', ignore);
  const strange = codes.some((code) => code !== 0 && !byGravity.some((one) => one === code));
  if (codes.length === 0 || (strange && !codes.includes(invalid))) return harness;
  return byGravity.find((code) => codes.includes(code)) ?? exitCodes.valid;
}

async function exploreOne(workflow: string, flags: readonly string[]): Promise<number> {
  const ended = Promise.withResolvers<number>();
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'] as const;
  const child = spawn(process.execPath, [...process.execArgv, main, 'explore', workflow, ...flags], {
    stdio: [...stdio],
  });
  child.once('exit', (code) => ended.resolve(code ?? harness));
  child.once('error', (error) => ended.reject(error));
  return await ended.promise;
}
