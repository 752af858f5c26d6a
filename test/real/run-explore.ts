import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Exploration, explorationSchema, type PointResult } from '../../harness/model/exploration.ts';
import { waitFor } from '../../harness/wait.ts';
import type { Exploring } from '../catalogue/explorings.ts';
import { chaos, chaosMain, type Ended, projectFolder } from './run-scenario.ts';
import { toldRunId } from './told-run-id.ts';

/** An exploration, as a user would start it. */
export interface ExplorationEnded extends Ended {
  readonly exploration: Exploration;
  readonly folder: string;
}

/**
 * Explores and reads what it prints: on the embedded stack, unless the flags say otherwise, and without the Allure page.
 *
 * @throws Error with all that was printed where there is no exploration.
 */
export async function runExplore(workflow: string, ...flags: readonly string[]): Promise<ExplorationEnded> {
  const stack = flags.includes('--stack') ? [] : ['--stack', 'embedded'];
  const ended = await chaos(['explore', workflow, ...flags, ...stack, '--no-page', '--json']);
  try {
    const exploration = explorationSchema.parse(JSON.parse(ended.stdout));
    return { ...ended, exploration, folder: folderOf(exploration) };
  } catch (cause) {
    const command = `explore ${workflow} ${flags.join(' ')}`;
    throw new Error(`${command} gave no exploration (exit ${ended.exit}):\n${ended.stderr}`, { cause });
  }
}

/** Makes an exploration of the catalogue, with more flags. */
export async function explored(
  { workflow, sabotage, flags }: Exploring,
  ...more: readonly string[]
): Promise<ExplorationEnded> {
  return runExplore(workflow, ...flags, ...(sabotage === null ? [] : ['--sabotage', sabotage]), ...more);
}

/** Where the files of an exploration are. */
export function folderOf({ workflow, runId }: Pick<Exploration, 'workflow' | 'runId'>): string {
  return join(projectFolder, 'reports', 'explorations', workflow, runId);
}

/** The ids of the points at which an action came to a state, sorted. */
export function pointsIn(
  { results }: Pick<Exploration, 'results'>,
  state: PointResult['state'],
  action?: PointResult['action'],
): readonly string[] {
  const ours = results.filter((result) => result.state === state && (action === undefined || result.action === action));
  return ours.map(({ point }) => point).toSorted();
}

/** What isn't valid in an exploration, for messages. */
export function describeExploration({ results, findings, errors, audit }: Exploration): string {
  return [
    ...errors.map(({ code, message }) => `${code}: ${message}`),
    ...findings.map(({ check, verdict, summary }) => `${check}: ${verdict}: ${summary}`),
    ...results.filter(({ state }) => state !== 'valid').map(({ action, ...one }) => tellResult(action, one)),
    ...audit.disagreements.map(({ point, front, alone }) => `${point}: ${front} in a front, ${alone} alone`),
  ].join('\n');
}

function tellResult(action: string, { point, state, sentence }: Omit<PointResult, 'action'>): string {
  return `${action} at ${point}: ${state}: ${sentence}`;
}

/** An exploration that is under way. */
export interface ExplorationUnderWay {
  readonly harness: ChildProcess;
  readonly runId: string;
  readonly folder: string;
  /** Resolves when the journal holds so many entries that match. */
  journalled(what: string, pattern: RegExp, times?: number): Promise<void>;
  exit(): Promise<number | null>;
}

const LIMIT_MS = 120_000;

/** Starts an exploration and resolves once its folder is there. */
export async function startExplore(workflow: string, ...flags: readonly string[]): Promise<ExplorationUnderWay> {
  const args = [chaosMain, 'explore', workflow, ...flags, '--stack', 'embedded'];
  const harness = spawn(process.execPath, args, { cwd: projectFolder, stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(harness, 'exit') as Promise<[number | null]>;
  const runId = await toldRunId(harness.stderr);
  const folder = folderOf({ workflow, runId });
  const journal = join(folder, 'journal.ndjson');
  const limits = { limitMs: LIMIT_MS, signal: new AbortController().signal };
  await waitFor(() => existsSync(journal) || undefined, { what: 'a journal', ...limits });
  return {
    harness,
    folder,
    runId,
    exit: async () => (await exited)[0],
    journalled: async (what, pattern, times = 1) => {
      const seen = (): number =>
        readFileSync(journal, 'utf8')
          .split('\n')
          .filter((line) => pattern.test(line)).length;
      await waitFor(() => (seen() >= times ? true : undefined), { what, ...limits });
    },
  };
}

/** Reads the exploration that a folder holds; null where it holds none. */
export function explorationIn(folder: string): Exploration | null {
  const path = join(folder, 'exploration.json');
  return existsSync(path) ? explorationSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}
