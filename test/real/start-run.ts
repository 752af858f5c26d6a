import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackName } from '../../harness/model/stacks.ts';
import { waitFor } from '../../harness/wait.ts';
import { projectFolder } from './run-scenario.ts';

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

/** Starts worker-kill on a stack and resolves once its run folder is there. */
export async function startRun(
  seed: number,
  stack: StackName = 'embedded',
  env: NodeJS.ProcessEnv = {},
): Promise<RunUnderWay> {
  const before = new Set(journals());
  const scenario = ['scenario', 'worker-kill', '--seed', String(seed), '--stack', stack];
  const args = [join(projectFolder, 'harness/cli/main.ts'), ...scenario];
  const harness = spawn(process.execPath, args, {
    cwd: projectFolder,
    stdio: 'ignore',
    env: { ...process.env, ...env },
  });
  const exited = once(harness, 'exit') as Promise<[number | null]>;
  const limits = { limitMs: LIMIT_MS, signal: new AbortController().signal };
  const journal = await waitFor(() => journals().find((path) => !before.has(path)), { what: 'a journal', ...limits });
  const folder = join(journal, '..');
  return {
    harness,
    runId: folder.split('/').at(-1) ?? '',
    folder,
    exit: async () => (await exited)[0],
    phaseBegun: async (phase) => {
      const begun = (): true | undefined => (hasBegun(journal, phase) ? true : undefined);
      await waitFor(begun, { what: `the phase ${phase} to begin`, ...limits });
    },
  };
}

function journals(): readonly string[] {
  return globSync(join(projectFolder, 'reports/runs/worker-kill/*/journal.ndjson'));
}

function hasBegun(journal: string, phase: string): boolean {
  return readFileSync(journal, 'utf8')
    .split('\n')
    .some((line) => line.includes(`"kind":"phase","phase":"${phase}","state":"begin"`));
}
