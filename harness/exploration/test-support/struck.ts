import { actionNamed } from '../../actions/index.ts';
import { call } from '../../contracts/sample-run/journal-builder.ts';
import { type CrashPoint, type Place, type Side } from '../../model/crash-point.ts';
import type { JournalBody } from '../../model/journal.ts';
import type { Job } from '../../model/plan.ts';
import type { ReferenceCase } from '../points/references.ts';
import { CutInterceptor } from '../steer/cut-interceptor.ts';
import { ProgressNames } from '../steer/progress-names.ts';
import type { FaultedWorkflow } from '../strike/point-task.ts';
import { boundaryAt } from './boundaries.ts';

/** The id of every workflow that is struck here. */
export const WORKFLOW_ID = 'document-7';

/** The number of the call that stands at the point. */
export const HELD_CALL = 42;

/** The job of the workflow. */
export const job: Job = {
  workflowType: 'ingest',
  workflowId: WORKFLOW_ID,
  args: [],
  actions: [],
  expect: { end: 'completed', result: 'done', checkpoints: [], effects: [], progress: [] },
};

const known: ReferenceCase = {
  name: 'approved',
  points: [],
  jobs: [],
  chains: [],
  further: [],
  seen: new Map(),
  due: [],
  startsOthers: false,
  gaps: [],
  completedElsewhere: [],
  order: {
    keys: [],
    certain: new Set(),
    settles: new Map(),
  },
  tookMs: 1e3,
  shortestTimeoutMs: 2e3,
  detectionMs: 2e3,
  jobFor: () => job,
};

/** A point at a place, by its step. */
export function pointAt(place: Place, step = 'publish', moment = 'somewhere'): CrashPoint {
  const id = `ingest/approved/${step}/${moment}`;
  return { id, case: 'approved', step, moment, place, order: 0, atMs: 100, references: 3 };
}

/** The facts of a strike, as far as it isn't the crash of worker-1 at 3 s at a point of publish. */
export interface StrikeFacts extends Partial<Pick<FaultedWorkflow, 'arrival' | 'struck' | 'ended' | 'before'>> {
  readonly action?: string;
  readonly step?: string;
}

/** A workflow that was struck at a place, where it stood. */
export function struckAt(place: Place, facts: StrikeFacts = {}): FaultedWorkflow {
  const { action = 'crash', step, ...rest } = facts;
  const boundary = { ...boundaryAt(place, 2900, WORKFLOW_ID), call: HELD_CALL };
  const interceptor = new CutInterceptor(new ProgressNames({}));
  return {
    task: {
      point: pointAt(place, step),
      known,
      action: actionNamed(action),
      second: null,
    },
    job,
    faultId: `${action}-1`,
    front: 1,
    startedMs: 2e3,
    strikeMs: 3e3,
    before: null,
    arrival: {
      boundary,
      atMs: 2900,
      heldMs: 2900,
    },
    struck:
      action === 'lose-answer'
        ? null
        : {
            component: 'worker-1',
            incarnation: 1,
          },
    crowd: 1,
    tries: 1,
    followed: interceptor.follow(WORKFLOW_ID, null),
    ended: true,
    endedMs: 4e3,
    ...rest,
  };
}

type HeldEntry = Extract<JournalBody, { kind: 'held' }> & { readonly atMs: number };
type HeldState = HeldEntry['state'];

/** Entries of the journal that say what became of the call at the point. */
export function heldEntries(side: Side, ...states: readonly HeldState[]): readonly HeldEntry[] {
  const common = { kind: 'held', call: HELD_CALL, component: 'worker-1', incarnation: 1, side, method: 'M' } as const;
  return states.map((state, index) => ({ ...common, state, workflowId: WORKFLOW_ID, atMs: 2900 + 150 * index }));
}

/** The entry of the call at the point, with what the relay read in it. */
export function heldCall(facts: Parameters<typeof call>[2]): ReturnType<typeof call> {
  return call('worker-1', 3060, { workflowId: WORKFLOW_ID, ...facts, call: HELD_CALL });
}
