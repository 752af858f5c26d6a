import type { Place } from '../../model/crash-point.ts';

/**
 * Whether the event history tells that a call there was executed, also of a worker that lives on.
 *
 * @remarks Of a heartbeat only the next attempt would tell, and there need be none; of a service's answer the worker tries again.
 */
export function isRecordedByTemporal({ side, exchange }: Place): boolean {
  return side === 'reply' && exchange !== 'heartbeat' && exchange !== 'supabase' && exchange !== 'outside';
}
