import { type EntryOf, entriesOf, type Journal } from '../model/journal.ts';
import type { Stack } from '../model/stack.ts';
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

/**
 * Whether a fault of something other than a worker was in force at any time since an instant of the journal's clock, so
 * that a program which asked a server may have got no answer.
 */
export function serverWasStruck(
  { journal, stack }: { readonly journal: Journal; readonly stack: Pick<Stack, 'workers'> },
  sinceMs: number,
): boolean {
  const workers = new Set(stack.workers().map(({ name }) => name));
  return wasStruck(journal, sinceMs, (component) => component !== undefined && !workers.has(component));
}

/**
 * Whether a fault of anything was in force, or a call was lost on purpose, at any time since an instant of the journal's
 * clock, so that a program which waits for a workflow, or queries it, may have given up.
 */
export function anythingWasStruck(journal: Journal, sinceMs: number): boolean {
  const isLost = ({ state, atMs }: EntryOf<'held'>): boolean => state === 'lost' && atMs >= sinceMs;
  return wasStruck(journal, sinceMs, () => true) || entriesOf(journal.entries(), 'held').some((entry) => isLost(entry));
}

function wasStruck(journal: Journal, sinceMs: number, isMeant: (component: string | undefined) => boolean): boolean {
  const faults = entriesOf(journal.entries(), 'fault').filter(({ component }) => isMeant(component));
  const isOver = ({ step, atMs }: EntryOf<'fault'>): boolean =>
    (step === 'healed' || step === 'failed') && atMs < sinceMs;
  const over = new Set(faults.filter((entry) => isOver(entry)).map(({ faultId }) => faultId));
  return faults.some(({ step, faultId }) => step === 'injecting' && !over.has(faultId));
}
