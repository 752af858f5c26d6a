import type { Injection } from '../../model/fault.ts';

/** A fault in force that heals by this; healing twice is the same as once. */
export function healOnce(heal: () => Promise<void>): Injection {
  let healed: Promise<void> | undefined;
  return {
    [Symbol.asyncDispose]: () => {
      healed ??= heal();
      return healed;
    },
  };
}
