import { elapse } from '../../wait.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import type { Stand } from './approach.ts';

const LOOK_MS = 5;

/** How long workflows are waited for, in milliseconds. */
export interface ApproachLimits {
  /** In all. */
  readonly approachMs: number;
  /** Once the first of them is held. */
  readonly holdMs: number;
}

/** Waits until all who can stand at their points, or the first was held for as long as it may be, or time is up. */
export async function untilArrived(
  context: Pick<ExplorationContext, 'journal' | 'signal'>,
  stands: readonly Stand[],
  limits: ApproachLimits,
): Promise<void> {
  const endMs = context.journal.nowMs() + limits.approachMs;
  for (;;) {
    if (stands.every(({ arrival, spent }) => arrival !== null || spent)) return;
    const nowMs = context.journal.nowMs();
    const firstMs = Math.min(...stands.map(({ firstHoldMs }) => firstHoldMs ?? Number.POSITIVE_INFINITY));
    if (nowMs >= endMs || nowMs - firstMs >= limits.holdMs) return;
    await elapse(LOOK_MS, context.signal);
  }
}
