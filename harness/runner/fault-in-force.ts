import { entriesOf, type Journal } from '../model/journal.ts';

/** Whether a fault is being injected, in force, or being healed now, as the journal tells. */
export function isFaultInForce(journal: Journal): boolean {
  const steps = entriesOf(journal.entries(), 'fault');
  const over = new Set(
    steps.filter(({ step }) => step === 'healed' || step === 'failed').map(({ faultId }) => faultId),
  );
  return steps.some(({ step, faultId }) => step === 'injecting' && !over.has(faultId));
}
