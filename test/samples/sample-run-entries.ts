import type { Phase } from '../../harness/model/journal-entry.ts';
import type { Timed } from './sample-clock.ts';

const phaseTimes: readonly (readonly [Phase, number, number])[] = [
  ['provision', 0, 2690],
  ['baseline', 2690, 4290],
  ['injection', 4290, 7230],
  ['healing', 7230, 8060],
  ['recovery', 8060, 11_080],
  ['quiescence', 11_080, 11_160],
  ['collection', 11_160, 11_640],
  ['judging', 11_640, 11_700],
];

/** What the harness itself did in the sample run: phases, components, the fault; calls come from the workflows. */
export function sampleRunEntries(killMs: number): readonly Timed[] {
  const phases = phaseTimes.flatMap(([phase, fromMs, toMs]): Timed[] => [
    [fromMs, { kind: 'phase', phase, state: 'begin' }],
    [toMs, { kind: 'phase', phase, state: 'end', outcome: 'ok' }],
  ]);
  const target = { fault: 'worker-kill', faultId: 'kill-1', component: 'worker-1', incarnation: 1 } as const;
  const held = {
    call: 1,
    component: 'worker-1',
    incarnation: 1,
    side: 'reply',
    method: 'RecordActivityTaskHeartbeat',
  } as const;
  const life = { component: 'worker-1', pid: 4900 } as const;
  return [
    ...phases,
    [900, { kind: 'component', ...life, incarnation: 1, change: 'spawned' }],
    [2600, { kind: 'component', ...life, incarnation: 1, change: 'ready' }],
    [4280, { kind: 'steady-state', holds: true, canaryMs: 180, canaryLimitMs: 620, reasons: [] }],
    [killMs - 6, { kind: 'held', ...held, state: 'held', workflowId: 'document-01', activityType: 'extractPages' }],
    [killMs - 5, { kind: 'fault', ...target, step: 'moment-reached' }],
    [killMs, { kind: 'fault', ...target, step: 'injecting' }],
    [
      killMs + 4,
      {
        kind: 'component',
        ...life,
        incarnation: 1,
        change: 'exited',
        exitCode: null,
        signal: 'SIGKILL',
        purpose: 'fault',
      },
    ],
    [killMs + 5, { kind: 'fault', ...target, step: 'injected' }],
    [7230, { kind: 'fault', ...target, step: 'healing' }],
    [7240, { kind: 'component', ...life, incarnation: 2, change: 'spawned' }],
    [8060, { kind: 'fault', ...target, step: 'healed' }],
  ];
}
