import { asksService, type Place } from '../../model/crash-point.ts';

/**
 * Whether the event history shows that a call there was executed, even if its worker lives on.
 *
 * @remarks Only a next attempt would show a heartbeat, and there may be none. A service's answer isn't recorded: the
 * worker tries again.
 */
export function isRecordedByTemporal({ side, exchange }: Place): boolean {
  return side === 'reply' && exchange !== 'heartbeat' && !asksService(exchange);
}
