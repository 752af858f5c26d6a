import type { Json } from '../../model/json.ts';
import type { ViolationName } from '../../model/violation.ts';

/** What is wrong in an event history; an activity says its step, and the attempt that was recorded last. */
export interface FoundInHistory {
  readonly violation: ViolationName;
  readonly detail: string;
  readonly step?: string;
  readonly attempt?: number | null;
  readonly expected: Json;
  readonly actual: Json;
}
