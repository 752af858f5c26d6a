import type { Injection } from '../../model/fault.ts';

/** A fault in force that heals by this; healing twice is the same as once. One that failed to heal can be healed again. */
export function healOnce(heal: () => Promise<void>): Injection {
  let healed: Promise<void> | undefined;
  return {
    [Symbol.asyncDispose]: () => {
      healed ??= heal().catch((error: unknown) => {
        healed = undefined;
        throw error;
      });
      return healed;
    },
  };
}

/**
 * The injection, once a step that must follow its strike is done. If the step fails, the fault is healed here, since no
 * caller has the injection yet.
 *
 * @throws the error of the step; an AggregateError of both errors if the healing fails as well.
 */
export async function healedUnless(step: () => Promise<unknown>, injection: Injection): Promise<Injection> {
  try {
    await step();
    return injection;
  } catch (cause) {
    throw await healed(injection, cause);
  }
}

/** The error that a failed step leads to: its own, or both where the healing fails as well. */
async function healed(injection: Injection, cause: unknown): Promise<unknown> {
  try {
    await injection[Symbol.asyncDispose]();
    return cause;
  } catch (second) {
    return new AggregateError([cause, second], 'A strike could neither be brought to its end nor healed.');
  }
}
