import { HarnessError } from '../../errors.ts';
import type { Injection } from '../../model/fault.ts';
import type { Stack, Target, Toxic } from '../../model/stack.ts';
import { healOnce } from './heal-once.ts';

/**
 * Puts toxics on a target's link; healing removes them.
 *
 * @throws HarnessError CHAOS_FAULT_FAILED if the target names no link, or where what was added can't be removed again.
 */
export async function injectToxics(stack: Stack, target: Target, toxics: readonly Toxic[]): Promise<Injection> {
  if (target.link === null) {
    throw new HarnessError('CHAOS_FAULT_FAILED', 'Expected a link to put toxics on, but the target names none.');
  }
  const link = stack.link(target.link);
  const added: Toxic[] = [];
  // A toxic stays on the list until it is gone: a healing that failed is tried again.
  const remove = async (toxic: Toxic): Promise<void> => {
    await link.removeToxic(toxic.name);
    added.splice(added.indexOf(toxic), 1);
  };
  const heal = async (): Promise<void> => {
    await Promise.all([...added].map(remove));
  };
  try {
    for (const toxic of toxics) {
      added.push(toxic);
      await link.addToxic(toxic);
    }
  } catch (cause) {
    throw await undone(cause, heal);
  }
  return healOnce(heal);
}

/** Removes what a failed injection has added; the first error wins, that of the clean-up is attached to it. */
async function undone(cause: unknown, heal: () => Promise<void>): Promise<unknown> {
  try {
    await heal();
    return cause;
  } catch (error) {
    const sentence =
      'Expected to put toxics on a link, but that failed, and so did removing them again. The stack must go.';
    return new HarnessError('CHAOS_FAULT_FAILED', sentence, { cause: new AggregateError([cause, error]) });
  }
}
