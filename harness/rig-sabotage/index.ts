import { faultNoop } from './fault-noop.ts';
import { faultTooWide } from './fault-too-wide.ts';
import { healSkipped } from './heal-skipped.ts';
import { replacementLate } from './replacement-late.ts';
import type { RigSabotage } from './rig-sabotage.ts';
import { signalDropped } from './signal-dropped.ts';
import { temporalForgetful } from './temporal-forgetful.ts';

/** Every sabotage of the harness itself. */
export const rigSabotages: readonly RigSabotage[] = [
  faultNoop,
  faultTooWide,
  healSkipped,
  replacementLate,
  signalDropped,
  temporalForgetful,
];

/** Their names, by which a scenario may name one as its negative control. */
export const rigSabotageNames: readonly string[] = rigSabotages.map((one) => one.name);
