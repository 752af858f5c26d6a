import { entriesOf } from '../model/journal.ts';
import type { RunContext } from './run-context.ts';

/** The fault of the plan that a start or an action waits for; null: none. */
export function faultOf({ plan }: RunContext, faultId: string | undefined): string | null {
  return plan.schedule.find(({ id }) => id === faultId)?.id ?? null;
}

/** A fault that was never in force is over too: the verdict says that it did not land. */
export function isHealed({ journal }: RunContext, faultId: string): boolean {
  return entriesOf(journal.entries(), 'fault').some(
    (entry) => entry.faultId === faultId && (entry.step === 'healed' || entry.step === 'failed'),
  );
}

/** Whether a fault has been put in force. */
export function wasInForce({ journal }: RunContext, id: string): boolean {
  return entriesOf(journal.entries(), 'fault').some(({ faultId, step }) => faultId === id && step === 'injected');
}
