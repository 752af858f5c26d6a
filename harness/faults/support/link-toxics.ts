import { HarnessError } from '../../errors.ts';
import type { Injection } from '../../model/fault.ts';
import type { Stack, Target, Toxic } from '../../model/stack.ts';

/**
 * Puts toxics on a target's link; healing removes them.
 *
 * @throws HarnessError CHAOS_FAULT_FAILED where the target names no link.
 */
export async function injectToxics(stack: Stack, target: Target, toxics: readonly Toxic[]): Promise<Injection> {
  if (target.link === null) {
    throw new HarnessError('CHAOS_FAULT_FAILED', 'Expected a link to put toxics on, but the target names none.');
  }
  const link = stack.link(target.link);
  const added: Toxic[] = [];
  const heal = async (): Promise<void> => {
    await Promise.all(added.splice(0).map((toxic) => link.removeToxic(toxic.name)));
  };
  try {
    for (const toxic of toxics) {
      added.push(toxic);
      await link.addToxic(toxic);
    }
  } catch (cause) {
    await heal().catch(() => undefined);
    throw cause;
  }
  let healed: Promise<void> | undefined;
  return {
    [Symbol.asyncDispose]: () => {
      healed ??= heal();
      return healed;
    },
  };
}
