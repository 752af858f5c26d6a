import { faultNoop } from './fault-noop.ts';
import { faultTooWide } from './fault-too-wide.ts';
import { healSkipped } from './heal-skipped.ts';
import { replacementLate } from './replacement-late.ts';
import type { RigSabotage } from './rig-sabotage.ts';
import { signalDropped } from './signal-dropped.ts';

/** Every sabotage of the harness itself. */
export const rigSabotages: readonly RigSabotage[] = [
  faultNoop,
  faultTooWide,
  healSkipped,
  replacementLate,
  signalDropped,
];
