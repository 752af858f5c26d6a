import type { ClientAction, Expectation, Job, Json, Random } from '../../harness/index.ts';
import type { Review } from '../../system-under-test/workflows/types.ts';
import { type DocumentsOptions, documentOf, type ReviewFate } from './documents.ts';

type Wait = ClientAction['after'];

const fates: readonly ReviewFate[] = ['approved', 'rejected', 'timed-out'];
/** No signal that comes in an embargo comes too late by a fault's delay. */
const EMBARGO_MS = 5000;
/** The other decision is the last one: a system that went by the last would go by this one. */
const OTHER_AFTER_MS = 300;

/**
 * Documents whose clients send reviews too often, too early, too late, and some that are none.
 *
 * @remarks Only the first review counts. Every second document that has one gets it at once, nothing before it, and the
 * other decision right after it. With six
 * documents or more, each fate occurs both ways.
 */
export function reviewedDocuments(
  random: Random,
  { documents: count }: Pick<DocumentsOptions, 'documents'>,
): readonly Job[] {
  const digits = Math.max(2, String(count).length);
  return Array.from({ length: count }, (_, index) => {
    const document = `document-${String(index + 1).padStart(digits, '0')}`;
    const fate = index < 2 * fates.length ? (fates[index % fates.length] ?? 'approved') : random.pick(fates);
    const job = documentOf(random, { document, fate, embargoMs: EMBARGO_MS });
    return withReviews(job, { fate, isEarly: index % 2 === 1, reviewer: `reviewer-${random.integer(1, 3)}` });
  });
}

interface Reviews {
  readonly fate: ReviewFate;
  readonly isEarly: boolean;
  readonly reviewer: string;
}

function withReviews(job: Job, { fate, isEarly, reviewer }: Reviews): Job {
  const late = reviewSignal([{ decision: 'approved', reviewer }], { kind: 'ended' });
  if (fate === 'timed-out') return { ...job, actions: [...nonsense(reviewer), late] };
  const [first] = job.actions;
  const [review] = first?.args ?? [];
  if (first === undefined || review === undefined) return job;
  const before = isEarly ? [] : nonsense(reviewer);
  const after: Wait = { kind: 'checkpoint', stage: 'approved' };
  const other: Review = { decision: fate === 'approved' ? 'rejected' : 'approved', reviewer };
  const started: Wait = { kind: 'started' };
  return {
    ...job,
    actions: [
      ...before,
      // Both come before the document waits for one: a system that went by the last would go by the other.
      ...(isEarly ? [{ ...first, after: started }, reviewSignal([other], started)] : [first]),
      // A rejected document ends so soon that whether it still gets a signal would be a race.
      ...(fate === 'approved'
        ? [reviewSignal([review], after), { ...reviewSignal([other], after), delayMs: OTHER_AFTER_MS }]
        : []),
      late,
    ],
    expect: reviewedBy(job.expect, before.length + 1),
  };
}

/** What is no review: none at all, and one without a decision that there is. */
function nonsense(reviewer: string): readonly ClientAction[] {
  return [[], [{ decision: 'perhaps', reviewer }]].map((args) => reviewSignal(args, { kind: 'started' }));
}

function reviewSignal(args: Json[], after: Wait): ClientAction {
  return { kind: 'signal', name: 'review', args, after };
}

/** The n-th signal is the one that counts. */
function reviewedBy(expect: Expectation, which: number): Expectation {
  return {
    ...expect,
    checkpoints: expect.checkpoints.map(({ stage, work }) => ({
      stage,
      work: work.kind === 'signal' ? { ...work, which } : work,
    })),
  };
}
