import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { HarnessError } from '../errors.ts';
import { COMPILE_CACHE } from '../processes/compile-cache.ts';
import { COMPONENT_TAG, notWritable, ownerTag, RUN_TAG } from '../reaper/run-folder.ts';
import { lastLineOf, logFileOf, notReady } from './logs.ts';
import type { RunContext } from './run-context.ts';

/** How a program is started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** On top of PATH, HOME and Node's compile cache; no other variable of the harness's environment gets through. */
  readonly env: Readonly<Record<string, string>>;
  readonly user?: { readonly uid: number; readonly gid: number } | null;
  /** Its working folder; that of the harness by default. */
  readonly cwd?: string;
  /** How the reaper ends it, if SIGKILL isn't good enough. */
  readonly guard?: 'postgres';
}

/** A program that runs, known to the reaper. */
export type GuardedProcess = ChildProcess & { readonly pid: number };

/**
 * Starts a program as the leader of a new session, tagged, with its output in a file, and tells the reaper.
 *
 * @param tag - `<component>.<incarnation>`, which is also the log's name
 * @throws HarnessError CHAOS_STACK_NOT_READY if it can't be started, CHAOS_NOT_WRITABLE if its log can't be written.
 */
export async function spawnGuarded(launch: Launch, tag: string, context: RunContext): Promise<GuardedProcess> {
  context.signal.throwIfAborted();
  const log = openLog(logFileOf(context.logsFolder, tag));
  try {
    const child = spawn(launch.command, [...launch.args], {
      detached: true,
      stdio: ['ignore', log, log],
      env: environmentOf(launch, tag, context),
      ...(launch.cwd === undefined ? {} : { cwd: launch.cwd }),
      ...launch.user,
    });
    if (child.pid === undefined) throw await refusalOf(child, launch.command);
    context.reaper.guardProcess(child.pid, launch.guard);
    return child as GuardedProcess;
  } finally {
    closeSync(log);
  }
}

/**
 * Runs a program to its end.
 *
 * @throws HarnessError CHAOS_STACK_NOT_READY with its last line if it fails.
 */
export async function runGuarded(launch: Launch, tag: string, context: RunContext): Promise<void> {
  const startMs = performance.now();
  const child = await spawnGuarded(launch, tag, context);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  context.signal.throwIfAborted();
  if (code === 0) return;
  const said = await lastLineOf(logFileOf(context.logsFolder, tag));
  throw notReady(tag, `ended with ${signal ?? code}: ${said}`, performance.now() - startMs);
}

function environmentOf(launch: Launch, tag: string, context: RunContext): NodeJS.ProcessEnv {
  const own = { [RUN_TAG]: context.runId, [COMPONENT_TAG]: tag, ...ownerTag() };
  const { PATH, HOME, [COMPILE_CACHE]: compiled } = process.env;
  return { PATH, HOME, ...(compiled === undefined ? {} : { [COMPILE_CACHE]: compiled }), ...launch.env, ...own };
}

function openLog(path: string): number {
  try {
    return openSync(path, 'a');
  } catch (error) {
    throw notWritable(path, error);
  }
}

async function refusalOf(child: ChildProcess, command: string): Promise<HarnessError> {
  const [error] = (await once(child, 'error')) as [Error];
  return new HarnessError(
    'CHAOS_STACK_NOT_READY',
    `${command} could not be started: ${error.message}. Check that it exists and may be executed ` +
      'by the user it runs as.',
    { cause: error },
  );
}
