import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ChaosConfig } from '../../model/config.ts';
import type { Journal, JournalEntry } from '../../model/journal.ts';
import type { Stack } from '../../model/stack.ts';
import { taggedPids } from '../../processes/process-table.ts';
import { RUN_TAG } from '../../reaper/run-folder.ts';
import { startEmbeddedStack } from '../embedded/start-embedded-stack.ts';
import type { StackOptions } from '../stack-options.ts';
import type { WorkerExtras } from '../worker-extras.ts';

/** A journal in memory, for tests of the stack. */
export function memoryJournal(): Journal {
  const entries: JournalEntry[] = [];
  const startMs = performance.now();
  const nowMs = (): number => performance.now() - startMs;
  return {
    nowMs,
    entries: () => entries,
    write: (body) => {
      const stamp = { sequence: entries.length + 1, atMs: nowMs(), time: new Date().toISOString() };
      const entry: JournalEntry = { ...stamp, ...body };
      entries.push(entry);
      return entry;
    },
  };
}

/** The path that a variable names; a test of the real thing fails without it. */
export function pathFrom(variable: string): string {
  const path = process.env[variable];
  if (path !== undefined && path !== '') return path;
  throw new Error(`${variable} must name the server's binary, but it is not set. Set it, then run this again.`);
}

/** A stack that a test works with, and where it keeps its logs. */
export interface StackUnderTest {
  readonly runId: string;
  readonly stack: Stack;
  readonly journal: Journal;
  readonly logsFolder: string;
}

/** The options of a test that wants other than two workers and the configuration's settings. */
export interface StackChanges extends WorkerExtras, Pick<StackOptions, 'tls' | 'api'> {
  readonly migrations?: string;
  readonly command?: readonly [string, ...string[]];
  readonly workers?: number;
  /** Whose caller removes it; a new one else, that of a start that fails is removed at once. */
  readonly logsFolder?: string;
}

/** Starts a stack of the real binaries with the real workers of the configuration. */
export async function startStackUnderTest(
  runId: string,
  config: ChaosConfig,
  changes: StackChanges = {},
): Promise<StackUnderTest> {
  const servers = { temporal: pathFrom('CHAOS_TEMPORAL_PATH'), toxiproxy: pathFrom('CHAOS_TOXIPROXY_PATH') };
  const bundlePath = await bundleOf(config);
  const logsFolder = changes.logsFolder ?? (await mkdtemp(join(tmpdir(), 'stack-test-logs-')));
  const journal = memoryJournal();
  const checkpoints = config.books.checkpoints;
  const books =
    changes.migrations === undefined || checkpoints === undefined
      ? config.books
      : { checkpoints: { ...checkpoints, migrations: changes.migrations } };
  const stack = await startEmbeddedStack({
    ...changes,
    runId,
    config: { ...config, books },
    variant: { command: changes.command ?? config.workers.command, bundle: config.workers.bundle },
    workers: changes.workers ?? 2,
    journal,
    projectFolder: process.cwd(),
    logsFolder,
    bundlePath,
    servers,
    signal: new AbortController().signal,
    progress: (line) => process.env['CHAOS_STACK_TEST_VERBOSE'] === undefined || process.stderr.write(`    ${line}\n`),
  }).catch(async (error: unknown) => {
    if (changes.logsFolder === undefined) await rm(logsFolder, { recursive: true, force: true });
    throw error;
  });
  return { runId, stack, journal, logsFolder };
}

async function bundleOf(config: ChaosConfig): Promise<string | null> {
  if (config.workers.bundle === null) return null;
  const [program, ...args] = config.workers.bundle;
  const { stdout } = await promisify(execFile)(program === 'node' ? process.execPath : program, args);
  return stdout.trim();
}

/** The processes of a run that are alive, by its tag. */
export async function leftOf(runId: string): Promise<readonly number[]> {
  return [...(await taggedPids([{ name: RUN_TAG, value: runId }]))];
}

/** The configuration of this repository. */
export async function systemConfig(): Promise<ChaosConfig> {
  return ((await import(new URL('../../../chaos.config.ts', import.meta.url).href)) as { config: ChaosConfig }).config;
}
