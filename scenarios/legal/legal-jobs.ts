import type { Expectation, Job, Json } from '../../harness/index.ts';

/** What a workflow says and does, if all is right. */
interface Result {
  /** Left out: it completes. */
  readonly end?: Expectation['end'];
  readonly failure?: NonNullable<Expectation['failure']>;
  /** Its result. Left out: it says that it has charged. */
  readonly says?: Json;
  /** The items that it charges for, each once; left out: a ring. */
  readonly charges?: readonly string[];
  readonly refunds?: readonly string[];
  readonly checkpoints?: Expectation['checkpoints'];
}

/** What a workflow is asked for, and its required result. */
interface Asked extends Result {
  readonly args?: Job['args'];
  readonly actions?: Job['actions'];
  /** Workflows that are started for it otherwise than as children. */
  readonly also?: NonNullable<Job['also']>;
  /** Other results that are right too. */
  readonly or?: readonly Result[];
}

/** Due when the workflow has begun to wait, for the n-th time. */
const waits = (nth: number) => ({ kind: 'event', eventType: 'TIMER_STARTED', nth }) as const;

/** Every workflow of the system by its type, each with what it is asked for under a workflow id. */
const asked: Readonly<Record<string, (order: string) => Asked>> = {
  // Executions beside the first one: children, and runs that follow each other.
  parentWithChild: () => ({ charges: ['child'] }),
  abandonedChildren: () => ({ says: 'left', charges: ['late'] }),
  continued: () => ({ args: [1], charges: ['page 1', 'page 2', 'page 3'] }),
  retried: () => ({ charges: ['first', 'second'] }),
  cron: () => ({ charges: ['tick 1', 'tick 2', 'tick 3'] }),
  slidingWindow: () => ({
    charges: [1, 2, 3].flatMap((record) => [1, 2].map((part) => `record ${record}, part ${part}`)),
  }),
  scheduled: (order) => ({
    charges: ['subscription'],
    also: [{ workflowType: 'scheduledCharge', idPattern: `${order}-scheduled-.*`, end: 'completed', atLeast: 2 }],
  }),
  resetsAnother: () => ({ says: 'reset', charges: ['first', 'second'] }),
  // Activities that are not waited for, or not in the usual way.
  lostRace: () => ({}),
  forgotten: () => ({}),
  abandonedActivity: () => ({}),
  local: () => ({
    charges: ['first', 'second'],
    checkpoints: [{ stage: 'charged', work: { kind: 'none' } }],
  }),
  completedById: () => ({ says: 'approved', charges: ['approved'] }),
  persistentClient: () => ({}),
  toldWhen: () => ({}),
  manyAtOnce: () => ({ charges: ['a', 'b', 'c', 'd', 'e', 'f'] }),
  ownIds: () => ({ charges: ['first', 'second'] }),
  // Messages.
  signalsAnother: () => ({ says: 'charged and cancelled', charges: ['told'] }),
  updated: () => ({ says: 'charged and refused', charges: ['amount 7'] }),
  paidByClient: () => ({
    charges: ['amount 7'],
    actions: [
      { kind: 'update', name: 'pay', args: [7], after: waits(1) },
      { kind: 'update', name: 'pay', args: [8], after: waits(2), outcome: 'rejected' },
    ],
  }),
  postsLetter: (order) => ({
    says: 'posted',
    charges: ['postage'],
    also: [{ workflowType: 'mailbox', idPattern: `${order}-mailbox`, end: 'completed' }],
  }),
  twoSignals: () => ({
    actions: ['unreadable', 'approved'].map((said, index) => {
      return { kind: 'signal', name: 'review', args: [said], after: waits(index + 1) };
    }),
    checkpoints: [{ stage: 'reviewed', work: { kind: 'signal', name: 'review', which: 'last' } }],
  }),
  // What workflows are made of.
  lateKey: () => ({ args: ['ring'] }),
  ownKey: () => ({}),
  changed: () => ({ charges: ['first', 'second'] }),
  asleep: () => ({ charges: ['before', 'after'] }),
  refused: () => ({ says: 'refused', charges: [] }),
  failsTogether: () => ({ end: 'failed', failure: { type: 'CardDeclined' }, charges: [] }),
  // Values and checkpoints.
  bytes: () => ({ charges: ['4 bytes'] }),
  encrypted: () => ({ checkpoints: [{ stage: 'charged', work: { kind: 'activity', type: 'charge' } }] }),
  figures: () => ({
    charges: ['figures'],
    checkpoints: [{ stage: 'read', work: { kind: 'activity', type: 'readFigures' } }],
  }),
  pages: () => ({
    charges: ['pages'],
    checkpoints: [1, 2, 3].map((nth) => {
      return { stage: `page-${nth}`, work: { kind: 'activity', type: 'readPage', which: nth } };
    }),
  }),
  secondCard: () => ({
    checkpoints: [{ stage: 'paid', work: { kind: 'activity', type: 'payByCard', which: 2 } }],
  }),
  saga: () => ({
    says: 'booked',
    charges: ['flight', 'hotel'],
    // A crash in the second booking has both taken back, whether or not it was made.
    or: [['flight'], ['flight', 'hotel']].map((charges) => {
      return { says: 'compensated', charges, refunds: ['flight', 'hotel'] };
    }),
  }),
};

/** The types of the workflows, in the order of the table. */
export const legalWorkflows: readonly string[] = Object.keys(asked);

/** `late-key` of `lateKey`. */
export function plainName(workflowType: string): string {
  return workflowType.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The job of a workflow, under an id that has its plain name in it: its codec goes by that. */
export function legalJob(workflowType: string, workflowId: string): Job {
  const make = asked[workflowType];
  if (make === undefined)
    throw new Error(`There is no workflow ${workflowType}. There are: ${legalWorkflows.join(', ')}.`);
  const { args = [], actions = [], also, or, ...result } = make(workflowId);
  return {
    workflowType,
    workflowId,
    args,
    actions,
    ...(also === undefined ? {} : { also }),
    expect: expectation(workflowId, result),
    ...(or === undefined ? {} : { orExpect: or.map((other) => expectation(workflowId, other)) }),
  };
}

function expectation(order: string, result: Result): Expectation {
  const { end = 'completed', says = 'charged', charges = ['ring'], refunds = [], checkpoints = [], failure } = result;
  const effects = (kind: string, items: readonly string[]): Expectation['effects'] =>
    items.map((item) => ({ kind, subject: { order, item }, payload: { item } }));
  return {
    end,
    ...(end === 'completed' ? { result: says } : {}),
    ...(failure === undefined ? {} : { failure }),
    checkpoints: [...checkpoints],
    effects: [...effects('charge', charges), ...effects('refund', refunds)],
    progress: [],
  };
}
