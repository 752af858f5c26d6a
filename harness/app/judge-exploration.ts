import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from '../errors.ts';
import { judgeExplorationAgain } from '../exploration/judge-again.ts';
import type { Exploration } from '../model/exploration.ts';
import { readExploration } from '../reporting/exploration/read-exploration.ts';
import { readShared, readStrike } from '../reporting/exploration/strike-files.ts';
import { explorationFiles } from '../reporting/exploration/write-exploration.ts';
import { readJournal } from '../reporting/store/read-journal.ts';
import { runFiles } from '../reporting/store/run-folder-layout.ts';
import { configuredRegistry } from './configured-registry.ts';
import { builtInRegistry, type Registry } from './registry.ts';

/** Whether a folder is that of an exploration. */
export function isExplorationFolder(folder: string): boolean {
  return existsSync(join(folder, explorationFiles.json));
}

/**
 * Judges the folder of an exploration again, offline. It writes nothing.
 *
 * @throws HarnessError CHAOS_BAD_RUN_FOLDER if it can't be read, or keeps no evidence of its strikes.
 */
export async function judgeExplorationFolder(folder: string): Promise<Exploration> {
  const exploration = await readExploration(folder);
  const shared = await readShared(folder);
  if (typeof shared === 'string') {
    const sentence = `The exploration in "${folder}" can't be judged again. ${shared} Explore again with this version.`;
    throw new HarnessError('CHAOS_BAD_RUN_FOLDER', sentence);
  }
  const { entries, defect } = await readJournal(join(folder, runFiles.journal), null);
  const recorded = { exploration, journal: entries, shared, strikeOf: (id: string) => readStrike(folder, id) };
  const judged = await judgeExplorationAgain(recorded, await registryFor(shared.checks, exploration.actions));
  if (defect === null) return judged;
  const incomplete = { check: 'run-folder-complete', verdict: 'unknown' as const, summary: `${defect}.`, exhibits: [] };
  const verdict = judged.verdict === 'invalid' ? 'invalid' : 'unknown';
  return { ...judged, verdict, findings: [...judged.findings, incomplete] };
}

/** chaos.config.ts of the working folder is loaded only for checks and actions that are not ours. */
async function registryFor(checks: readonly string[], actions: readonly string[]): Promise<Registry> {
  const { findCheck, findAction } = builtInRegistry;
  const isKnown = checks.every((name) => findCheck(name)) && actions.every((name) => findAction(name));
  return isKnown ? builtInRegistry : await configuredRegistry(process.cwd());
}
