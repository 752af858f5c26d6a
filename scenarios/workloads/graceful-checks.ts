import { checkNames } from '../../harness/index.ts';

/**
 * The checks of a scenario that stops workers in good order: nothing is interrupted, so no attempt has any progress to
 * resume from.
 */
export const gracefulChecks: readonly string[] = [
  ...checkNames.filter((name) => name !== 'progress-resumed'),
  'stops-gracefully',
];
