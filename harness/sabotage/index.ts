import { faultNoop } from './fault-noop.ts';
import { faultTooWide } from './fault-too-wide.ts';
import type { HarnessSabotage } from './harness-sabotage.ts';
import { healSkipped } from './heal-skipped.ts';
import { replacementLate } from './replacement-late.ts';
import { rowsCut } from './rows-cut.ts';
import { signalDropped } from './signal-dropped.ts';
import { temporalForgetful } from './temporal-forgetful.ts';
import { versionIgnored } from './version-ignored.ts';

/** Every sabotage of the harness itself. */
export const harnessSabotages: readonly HarnessSabotage[] = [
  faultNoop,
  faultTooWide,
  healSkipped,
  replacementLate,
  rowsCut,
  signalDropped,
  temporalForgetful,
  versionIgnored,
];

/** Their names, by which a scenario may name one as its negative control. */
export const harnessSabotageNames: readonly string[] = harnessSabotages.map((one) => one.name);
