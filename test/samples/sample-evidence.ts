import type { ComponentRow, Evidence, Landing, Versions } from '../../harness/model/evidence.ts';
import { seededRandom } from '../../harness/model/random.ts';
import { stampAll } from './sample-clock.ts';
import { samplePlan } from './sample-plan.ts';
import { sampleRunEntries } from './sample-run-entries.ts';
import { SampleWorkflow, type Unnumbered } from './sample-workflow.ts';

/** When the sample's fault strikes, in milliseconds from the start of the run. */
export const SAMPLE_KILL_MS = 5230;

const outcomes = ['approved', 'rejected', 'timed-out'] as const;

/**
 * Evidence of a run of 20 documents in which worker-1 is killed while it extracts, made up but of real shape.
 *
 * @remarks For the tests of whatever reads evidence, and to look at what the renderers make of it.
 */
export function sampleEvidence(documents = 20): Evidence {
  const random = seededRandom(7);
  const workflows = Array.from({ length: documents }, (_, index) => sampleDocument(index, () => random.next()));
  const calls = workflows.flatMap((workflow) => workflow.timed).toSorted(([a], [b]) => a - b);
  const timed = [...sampleRunEntries(SAMPLE_KILL_MS), ...calls];
  const journal = stampAll(timed).map((entry, index) =>
    entry.kind === 'call' ? { ...entry, call: index + 1 } : entry,
  );
  const replays = workflows.map(({ workflowId, runId, events }) => {
    return { workflowId, runId, events: events.length, full: true, bundleHash: 'b'.repeat(64), ok: true, error: null };
  });
  return {
    plan: samplePlan(workflows),
    journal,
    eventHistories: {
      state: 'collected',
      rows: workflows.map(({ workflowId, runId, events }) => ({ workflowId, runId, events })),
    },
    replays: { state: 'collected', rows: replays },
    checkpoints: { state: 'collected', rows: numbered(workflows.flatMap((workflow) => workflow.checkpoints)) },
    effects: { state: 'collected', rows: numbered(workflows.flatMap((workflow) => workflow.effects)) },
    tables: {
      state: 'collected',
      rows: workflows.map(({ workflowId: key }) => ({ table: 'documents', key, columns: { workflow_id: key } })),
    },
    components: { state: 'collected', rows: sampleComponents() },
    landings: [sampleLanding()],
    versions: sampleVersions,
  };
}

/** The versions of the sample run. */
export const sampleVersions: Versions = {
  harness: '0.1.0',
  node: '24.21.0',
  platform: 'linux-x64',
  temporal: '1.31.2',
  toxiproxy: '2.12.0',
  postgresql: '18.4',
  temporalSdk: '1.24.0',
  bundleHash: 'b'.repeat(64),
};

function sampleDocument(index: number, random: () => number): SampleWorkflow {
  const workflow = new SampleWorkflow(`document-${String(index + 1).padStart(2, '0')}`, 4320 + index * 38);
  const onVictim = index % 2 === 0;
  const home = onVictim ? 'worker-1' : 'worker-2';
  const later = onVictim && index % 4 === 0 ? 'worker-1#2' : 'worker-2';
  workflow.task(home);
  workflow.activity({ type: 'saveCheckpoint', worker: home, durationMs: 22, stage: 'received' });
  workflow.task(home);
  const extract = { type: 'extractPages', durationMs: 500 + random() * 500, effects: 5, stage: 'extracted' };
  const lost = onVictim && workflow.atMs < SAMPLE_KILL_MS;
  const lostOn = { worker: home, atMs: SAMPLE_KILL_MS, effects: 2 };
  workflow.activity({ ...extract, worker: lost ? later : home, ...(lost ? { lostOn } : {}) });
  workflow.task(lost ? later : home);
  workflow.activity({
    type: 'embedPages',
    worker: 'worker-2',
    durationMs: 160 + random() * 200,
    effects: 2,
    stage: 'embedded',
  });
  workflow.task('worker-2');
  const outcome = outcomes[index % 3] ?? 'approved';
  workflow.atMs += outcome === 'timed-out' ? 1500 : 200;
  workflow.event(outcome === 'timed-out' ? 'TIMER_FIRED' : 'WORKFLOW_EXECUTION_SIGNALED');
  workflow.task('worker-2');
  const last = outcome === 'approved' ? 'publish' : 'revokeEmbeddings';
  workflow.activity({ type: last, worker: 'worker-2', durationMs: 60 + random() * 80, effects: 1, stage: outcome });
  workflow.task('worker-2');
  workflow.event('WORKFLOW_EXECUTION_COMPLETED');
  return workflow;
}

type Life = ComponentRow['incarnations'][number];

function life(startedMs: number, incarnation = 1): Life {
  const pid = 4000 + startedMs;
  const alive = { exitedMs: null, exitCode: null, signal: null, oomKilled: false, purpose: null };
  return { incarnation, pid, startedMs, ...alive };
}

function drained(startedMs: number, incarnation = 1): Life {
  return { ...life(startedMs, incarnation), exitedMs: 11_140, exitCode: 0, purpose: 'drain' };
}

function sampleComponents(): ComponentRow[] {
  const server = (component: string, role: ComponentRow['role'], startedMs: number): ComponentRow => {
    return { component, role, incarnations: [life(startedMs)] };
  };
  const killed: Life = { ...life(900), exitedMs: SAMPLE_KILL_MS + 4, signal: 'SIGKILL', purpose: 'fault' };
  return [
    server('temporal', 'temporal', 120),
    server('supabase-db', 'database', 140),
    server('supabase', 'supabase', 700),
    server('toxiproxy', 'toxiproxy', 130),
    server('outside-world', 'outside-world', 150),
    { component: 'worker-1', role: 'worker', incarnations: [killed, drained(7240, 2)] },
    { component: 'worker-2', role: 'worker', incarnations: [drained(910)] },
  ];
}

function sampleLanding(): Landing {
  const where = { component: 'worker-1', incarnation: 1, fromMs: SAMPLE_KILL_MS, toMs: SAMPLE_KILL_MS + 4 };
  return {
    faultId: 'kill-1',
    fault: 'worker-kill',
    landed: true,
    witnesses: [
      {
        sort: 'cause',
        source: 'process',
        ...where,
        observation: 'worker-1 #1 exited by SIGKILL; no process of its tree was left.',
      },
      {
        sort: 'effect',
        source: 'event-history',
        ...where,
        toMs: 7838,
        observation: 'extractPages of document-01 was started as attempt 2.',
      },
    ],
  };
}

function numbered<T>(rows: readonly Unnumbered<T>[]): (Omit<T, 'sequence'> & { sequence: number })[] {
  return rows.toSorted((a, b) => a.atMs - b.atMs).map(({ row }, index) => ({ ...row, sequence: index + 1 }));
}
