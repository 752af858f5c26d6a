import type { ActivityTimeouts } from '../../system-under-test/workflows/types.ts';

/**
 * Timeouts for experiments: short, so that a lost attempt is missed within seconds.
 *
 * @remarks The retries are unlimited nevertheless, so none can run out while a fault is in force.
 */
export const testTimeouts: ActivityTimeouts = {
  extractStartToCloseMs: 15_000,
  extractHeartbeatMs: 2000,
  startToCloseMs: 3000,
  retryInitialMs: 200,
  retryBackoff: 1.5,
  retryMaximumMs: 1000,
};
