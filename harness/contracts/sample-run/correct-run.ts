import type { ComponentRow, Evidence, Landing, ReplayRow, Witness } from '../../model/evidence.ts';
import { replayPaths } from '../../model/replay-paths.ts';
import { journalOfRun } from './run-journal.ts';
import { historiesOfRun, ledgerOfRun, planOfRun, rowsOfRun, tablesOfRun } from './two-documents.ts';

const BUNDLE_HASH = 'b'.repeat(64);

/**
 * The evidence of a small correct run: two documents, worker-1 killed while it extracts the first and holds a workflow
 * task of the second, worker-2 finishing both.
 *
 * @remarks Made anew by each call and frozen to its depth, so that no check and no test can change it.
 */
export function correctRun(): Evidence {
  return deepFreeze({
    plan: planOfRun(),
    journal: journalOfRun(),
    eventHistories: { state: 'collected', rows: historiesOfRun() },
    replays: { state: 'collected', rows: replaysOfRun() },
    checkpoints: { state: 'collected', rows: rowsOfRun() },
    effects: { state: 'collected', rows: ledgerOfRun() },
    tables: { state: 'collected', rows: tablesOfRun() },
    components: { state: 'collected', rows: componentsOfRun() },
    landings: landingsOfRun(),
    versions: {
      harness: '0.1.0',
      node: '24.21.0',
      platform: 'linux-x64',
      temporal: '1.31.2',
      toxiproxy: '2.12.0',
      postgresql: '18.4',
      temporalSdk: '1.24.0',
      bundleHash: BUNDLE_HASH,
    },
  });
}

/** Freezes a value and all that it holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

function replaysOfRun(): readonly ReplayRow[] {
  const row = { bundleHash: BUNDLE_HASH, ok: true, error: null };
  return historiesOfRun().flatMap((history) => {
    const { workflowId, runId } = history;
    const prefixes = replayPaths(history).map(({ events }) => ({ ...row, workflowId, runId, events, full: false }));
    return [...prefixes, { ...row, workflowId, runId, events: history.events.length, full: true }];
  });
}

function componentsOfRun(): readonly ComponentRow[] {
  const alive = {
    incarnation: 1,
    pid: 20,
    startedMs: 100,
    exitedMs: null,
    exitCode: null,
    signal: null,
    oomKilled: false,
    purpose: null,
  };
  const drained = { ...alive, exitedMs: 8100, exitCode: 0, purpose: 'drain' as const };
  const killed = { ...alive, exitedMs: 3420, signal: 'SIGKILL', purpose: 'fault' as const };
  return [
    { component: 'worker-1', role: 'worker', incarnations: [killed, { ...drained, incarnation: 2, startedMs: 5440 }] },
    { component: 'worker-2', role: 'worker', incarnations: [drained] },
    { component: 'temporal', role: 'temporal', incarnations: [alive] },
    { component: 'outside-world', role: 'outside-world', incarnations: [alive] },
  ];
}

function landingsOfRun(): readonly Landing[] {
  const victim = { component: 'worker-1', incarnation: 1 };
  const cause: Witness = {
    ...victim,
    sort: 'cause',
    source: 'process',
    fromMs: 3411,
    toMs: 3420,
    observation: 'Ended by SIGKILL.',
  };
  const effect: Witness = {
    ...victim,
    sort: 'effect',
    source: 'gateway',
    fromMs: 3405,
    toMs: 3421,
    observation: 'A call was dropped.',
  };
  return [{ faultId: 'kill', fault: 'worker-kill', landed: true, witnesses: [cause, effect] }];
}
