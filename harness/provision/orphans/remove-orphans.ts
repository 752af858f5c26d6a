import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../errors.ts';
import { isAlive, livingProcess, type ProcessIdentity } from '../../processes/process-identity.ts';
import { taggedProcesses } from '../../processes/tagged-processes.ts';
import { cleanUpRun } from '../../reaper/clean-up-run.ts';
import { postgresDataOf, RUN_FOLDER_PREFIX } from '../../reaper/run-folder.ts';
import { findRunObjects } from './find-run-objects.ts';
import { type OrphanPlan, planOrphans, type RunFolder, type RunRemnant } from './orphan-plan.ts';

/** The remains of runs, on this machine and on its container engine. */
export interface FoundRemains extends OrphanPlan {
  /** Null if the container engine was asked; else why it was not, as the end of a sentence. */
  readonly notAsked: string | null;
}

/** The result of a sweep. */
export interface RemovedOrphans extends FoundRemains {
  /** The remains that could not be removed, with the reason. */
  readonly failures: readonly string[];
}

const ownerSchema = z.object({ pid: z.int().positive(), startTime: z.string().min(1) });

/**
 * Looks for the remains of runs, live and dead, and decides which of them may go. Touches nothing.
 *
 * @throws HarnessError CHAOS_ENGINE_LOST, CHAOS_FAULT_FAILED if an engine that answers doesn't list its objects.
 */
export async function findRemains(temporaryFolder: string): Promise<FoundRemains> {
  // The engine first, processes next: a run makes its folder before both, so all that is seen has its folder by now.
  const { objects, notAsked } = await findRunObjects(process.env);
  const processes = taggedProcesses().filter(({ pid }) => pid !== process.pid);
  const folders = await runFolders(temporaryFolder);
  return { ...planOrphans({ folders, processes, objects }, isAlive), notAsked };
}

/**
 * Removes the remains of dead runs (processes, containers, networks, volumes, shared memory and folders), and only those.
 *
 * @remarks It does the reaper's work, late.
 * @param only - which runs may be swept at all; every one by default
 * @throws HarnessError as {@link findRemains}; what can't be removed is among the failures.
 */
export async function removeOrphans(
  temporaryFolder: string,
  only: (runId: string) => boolean = () => true,
): Promise<RemovedOrphans> {
  const found = await findRemains(temporaryFolder);
  const dead = found.dead.filter(({ runId }) => only(runId));
  const failures: string[] = [];
  for (const run of dead) {
    await undo(run, found.notAsked === null).catch((error: unknown) => {
      failures.push(messageOf(error));
    });
  }
  return { ...found, dead, failures };
}

async function undo({ runId, folder, pids, objects }: RunRemnant, engineAnswers: boolean): Promise<void> {
  const folders = folder === null ? [] : [folder];
  const postmasters = folder === null ? [] : await postmasterOf(folder, pids);
  // The doctor may itself have been called by a process that carries the tag.
  const except = new Set([process.pid, process.ppid]);
  // A compose of the run that is killed only now may have asked the engine for more than was seen.
  const containers = engineAnswers && objects.length + pids.length > 0;
  await cleanUpRun({ runId, processes: [], postmasters, folders, containers, except });
}

/** The postmaster whose data lies in the folder, if its id is still that of a process of the run. */
async function postmasterOf(folder: string, pids: readonly number[]): Promise<readonly ProcessIdentity[]> {
  const text = await readFile(join(postgresDataOf(folder), 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  const seen = pids.includes(pid) ? livingProcess(pid) : null;
  return seen === null ? [] : [seen];
}

async function runFolders(temporaryFolder: string): Promise<readonly RunFolder[]> {
  const entries = await readdir(temporaryFolder, { withFileTypes: true });
  const ours = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith(RUN_FOLDER_PREFIX));
  return Promise.all(
    ours.map(async ({ name }) => {
      const path = join(temporaryFolder, name);
      return { runId: name.slice(RUN_FOLDER_PREFIX.length), path, owner: await readOwner(path) };
    }),
  );
}

async function readOwner(folder: string): Promise<ProcessIdentity | null> {
  try {
    const text = await readFile(join(folder, 'owner.json'), 'utf8');
    return ownerSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // Missing, half-written or not readable for us: then it has no known owner, and it is left alone.
    return null;
  }
}
