import type { JournalEntry } from '../../model/journal.ts';
import { phases } from '../../model/journal-entry.ts';
import { call, type Dated, extraction, extractionTerms, journalOf, lostWorkflowTask } from './journal-builder.ts';

/** When the phases begin, in the order of their names. */
const phaseStarts = [0, 2000, 3000, 3430, 6500, 8000, 8500, 9000];

/** Begin and end of every phase. */
function phaseEntries(): Dated[] {
  return phases.flatMap((phase, index): Dated[] => {
    const begin = phaseStarts[index] ?? 0;
    return [
      { kind: 'phase', phase, state: 'begin', atMs: begin },
      { kind: 'phase', phase, state: 'end', outcome: 'ok', atMs: (phaseStarts[index + 1] ?? begin + 100) - 1 },
    ];
  });
}

/** The lives of all components: worker-1 is killed at 3420 and replaced at 5440. */
function lifeEntries(): Dated[] {
  const life = { kind: 'component', incarnation: 1 } as const;
  return [
    { ...life, component: 'temporal', change: 'spawned', pid: 20, atMs: 100 },
    { ...life, component: 'outside-world', change: 'spawned', pid: 20, atMs: 100 },
    { ...life, component: 'worker-1', change: 'spawned', pid: 11, atMs: 1000 },
    { ...life, component: 'worker-2', change: 'spawned', pid: 12, atMs: 1000 },
    {
      ...life,
      component: 'worker-1',
      change: 'exited',
      exitCode: null,
      signal: 'SIGKILL',
      purpose: 'fault',
      atMs: 3420,
    },
    { ...life, component: 'worker-1', incarnation: 2, change: 'spawned', pid: 13, atMs: 5440 },
    {
      ...life,
      component: 'worker-1',
      incarnation: 2,
      change: 'exited',
      exitCode: 0,
      signal: null,
      purpose: 'drain',
      atMs: 8100,
    },
    { ...life, component: 'worker-2', change: 'exited', exitCode: 0, signal: null, purpose: 'drain', atMs: 8100 },
  ];
}

function clientEntries(): Dated[] {
  const operations = [
    { operation: 1, action: 'start', workflowId: 'document-1', atMs: 3040 },
    { operation: 2, action: 'start', workflowId: 'document-2', atMs: 3041 },
    { operation: 3, action: 'signal', workflowId: 'document-1', atMs: 6590 },
  ] as const;
  return operations.flatMap((one): Dated[] => [
    { kind: 'client', ...one, step: 'invoke' },
    { kind: 'client', ...one, step: 'ok', atMs: one.atMs + 10 },
  ]);
}

/** The kill, with the call at which it strikes. */
function faultEntries(): Dated[] {
  const held = {
    kind: 'held',
    call: 3421,
    component: 'worker-1',
    incarnation: 1,
    side: 'reply',
    method: 'RecordActivityTaskHeartbeat',
    workflowId: 'document-1',
    activityType: 'extractPages',
  } as const;
  const fault = { kind: 'fault', fault: 'worker-kill', faultId: 'kill' } as const;
  const target = { ...fault, component: 'worker-1', incarnation: 1 };
  return [
    { ...held, state: 'held', atMs: 3408 },
    { ...held, state: 'dropped', atMs: 3421 },
    { ...fault, step: 'moment-reached', atMs: 3410 },
    { ...target, step: 'injecting', atMs: 3411 },
    { ...target, step: 'injected', atMs: 3430 },
    { ...target, step: 'healing', atMs: 5430 },
    { ...target, step: 'healed', atMs: 6490 },
  ];
}

/** A canary that worker-2 serves in the baseline, 40 ms from hand-out to answer. */
function canaryCalls(): Dated[] {
  const canary = { task: 'workflow', workflowId: 'canary-1', startedEventId: '3' } as const;
  return [
    call('worker-2', 2100, { ...canary, method: 'PollWorkflowTaskQueue', startedMs: 1500 }),
    call('worker-2', 2145, {
      ...canary,
      method: 'RespondWorkflowTaskCompleted',
      startedMs: 2140,
      stickyScheduleToStartMs: 1000,
    }),
  ];
}

/** The victim gets the extraction and a workflow task, reports two pages, and dies. */
function victimCalls(): Dated[] {
  const heartbeat = { ...extraction, attempt: 1, method: 'RecordActivityTaskHeartbeat' };
  return [
    call('worker-1', 3210, {
      ...extraction,
      attempt: 1,
      terms: extractionTerms,
      method: 'PollActivityTaskQueue',
      startedMs: 3000,
    }),
    call('worker-1', 3305, { ...heartbeat, heartbeatDetails: { pagesDone: 1 } }),
    call('worker-1', 3396, { ...lostWorkflowTask, method: 'PollWorkflowTaskQueue', startedMs: 3100 }),
    call('worker-1', 3421, { ...heartbeat, heartbeatDetails: { pagesDone: 2 }, startedMs: 3405, outcome: 'dropped' }),
  ];
}

/** The other worker gets both, and the replacement polls too. */
function rescueCalls(): Dated[] {
  const second = { ...extraction, attempt: 2 };
  const again = { ...lostWorkflowTask, startedEventId: '6' };
  const answered = { method: 'RespondWorkflowTaskCompleted', stickyScheduleToStartMs: 1000 };
  return [
    call('worker-2', 5401, { ...again, method: 'PollWorkflowTaskQueue', startedMs: 3200 }),
    call('worker-2', 5410, { ...again, ...answered }),
    call('worker-2', 6000, {
      ...second,
      method: 'PollActivityTaskQueue',
      startedMs: 3200,
      terms: extractionTerms,
      heartbeatDetails: { pagesDone: 2 },
    }),
    call('worker-2', 6050, { ...second, method: 'RecordActivityTaskHeartbeat', heartbeatDetails: { pagesDone: 3 } }),
    call('worker-2', 6060, { ...second, method: 'RespondActivityTaskCompleted' }),
    call('worker-1', 8050, {
      method: 'PollActivityTaskQueue',
      incarnation: 2,
      startedMs: 6480,
      grpcStatus: null,
      outcome: 'cancelled',
    }),
    call('worker-1', 8060, { method: 'ShutdownWorker', incarnation: 2 }),
  ];
}

/** The steady state before the load, and again after the healing at the second look. */
function steadyEntries(): Dated[] {
  const look = { kind: 'steady-state', canaryMs: 45, canaryLimitMs: 500, holds: true, reasons: [] } as const;
  const slow = { cause: 'canary-slow', detail: 'the canary took 900 ms' } as const;
  return [
    { ...look, reasons: [], atMs: 2500 },
    { ...look, holds: false, canaryMs: 900, reasons: [slow], atMs: 7200 },
    { ...look, reasons: [], atMs: 7900 },
  ];
}

/** The records of Toxiproxy and the operating system while the fault is in force: none. */
function readings(): Dated[] {
  const links = ['temporal@worker-1', 'temporal@worker-2', 'supabase@worker-2'];
  const process = { kind: 'process' as const, incarnation: 1, state: 'S', pids: [20] };
  return [
    ...['worker-2', 'temporal', 'outside-world'].map((component): Dated => ({ ...process, component, atMs: 3500 })),
    { ...process, component: 'worker-1', incarnation: 2, atMs: 6000 },
    ...links.map((link): Dated => ({ kind: 'toxics', link, enabled: true, toxics: [], atMs: 3500 })),
    {
      kind: 'connection',
      link: 'temporal@worker-1',
      incarnation: 1,
      change: 'broken',
      reason: 'ECONNRESET',
      atMs: 3425,
    },
  ];
}

/** The journal of the run. */
export function journalOfRun(): readonly JournalEntry[] {
  return journalOf([
    ...phaseEntries(),
    ...lifeEntries(),
    ...clientEntries(),
    ...faultEntries(),
    ...canaryCalls(),
    ...victimCalls(),
    ...rescueCalls(),
    ...readings(),
    ...steadyEntries(),
  ]);
}
