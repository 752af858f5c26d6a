import type { ActivityTimeouts } from '../../system-under-test/workflows/types.ts';

/**
 * Timeouts for explorations: as short as they may be while calls are held, so that a crash is over soon.
 *
 * @remarks A call is held for at most half of the shortest of them. Retries come at once and always after the same
 * time, so that each crash costs the same.
 */
export const explorationTimeouts: ActivityTimeouts = {
  extractStartToCloseMs: 6000,
  extractHeartbeatMs: 2000,
  startToCloseMs: 2000,
  retryInitialMs: 100,
  retryBackoff: 1,
  retryMaximumMs: 100,
};

/**
 * The environment of workers that are explored: room for a whole front, and every heartbeat sent.
 *
 * @remarks A call that is held occupies a poller or a slot; and no request's own limit may come before the limit of the
 * attempt that makes it, or there would be retries that no crash has made.
 */
export const explorationEnv: Readonly<Record<string, string>> = {
  TEMPORAL_MAX_WORKFLOW_TASKS: '200',
  TEMPORAL_MAX_ACTIVITIES: '200',
  // A fifth of them polls the queue that all workers share, where a dead worker's tasks come back.
  TEMPORAL_WORKFLOW_POLLERS: '40',
  TEMPORAL_ACTIVITY_POLLERS: '20',
  TEMPORAL_STICKY_TIMEOUT_MS: '1000',
  TEMPORAL_HEARTBEAT_THROTTLE_MS: '1',
  SUPABASE_TIMEOUT_MS: '3000',
  OUTSIDE_WORLD_TIMEOUT_MS: '3000',
  // The heartbeat of a page is answered before the next page is submitted, even under load. The SDK sends one at a
  // time, and never sends those that still wait when the activity completes.
  OCR_PAGE_MS: '40',
  OCR_PAUSE_MS: '60',
};
