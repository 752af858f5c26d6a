import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackName } from '../../harness/model/stacks.ts';
import { waitFor } from '../../harness/wait.ts';
import { chaosMain, projectFolder } from './run-scenario.ts';
import { toldRunId } from './told-run-id.ts';

/** A run of worker-kill that is under way. */
export interface RunUnderWay {
  readonly harness: ChildProcess;
  readonly runId: string;
  readonly folder: string;
  /** Resolves when the journal says that the phase has begun. */
  phaseBegun(phase: string): Promise<void>;
  exit(): Promise<number | null>;
}

const LIMIT_MS = 60_000;

/** Starts worker-kill with few documents on a stack and resolves once its run folder is there. */
export async function startRun(
  seed: number,
  stack: StackName = 'embedded',
  env: NodeJS.ProcessEnv = {},
): Promise<RunUnderWay> {
  const args = [
    chaosMain,
    'scenario',
    'worker-kill',
    '--seed',
    String(seed),
    '--param',
    'documents=6',
    '--stack',
    stack,
  ];
  const harness = spawn(process.execPath, args, {
    cwd: projectFolder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  const exited = once(harness, 'exit') as Promise<[number | null]>;
  const runId = await toldRunId(harness.stderr);
  const folder = join(projectFolder, 'reports/runs/worker-kill', runId);
  const limits = { limitMs: LIMIT_MS, signal: new AbortController().signal };
  const journal = join(folder, 'journal.ndjson');
  await waitFor(() => existsSync(journal) || undefined, { what: 'a journal', ...limits });
  return {
    harness,
    runId,
    folder,
    exit: async () => (await exited)[0],
    phaseBegun: async (phase) => {
      const begun = (): true | undefined => (hasBegun(journal, phase) ? true : undefined);
      await waitFor(begun, { what: `the phase ${phase} to begin`, ...limits });
    },
  };
}

function hasBegun(journal: string, phase: string): boolean {
  return readFileSync(journal, 'utf8')
    .split('\n')
    .some((line) => line.includes(`"kind":"phase","phase":"${phase}","state":"begin"`));
}
