import type { Evidence } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';

/** The checks' evidence before the landings are known. */
export type BareEvidence = Omit<Evidence, 'landings'>;

/** When one planned fault was in force, and on whom, on the journal's clock. */
export interface FaultWindow {
  readonly component: string;
  readonly incarnation: number;
  readonly link: string | null;
  /** Whether it struck a server, so that every worker may feel it. */
  readonly everyWorker: boolean;
  /** Start of the injection: nothing before it can be of the fault's doing. */
  readonly fromMs: number;
  /** In force from here on. */
  readonly injectedMs: number;
  /** Start of the healing. */
  readonly healingMs: number;
  /** Healed; Infinity where the journal never says so. */
  readonly healedMs: number;
}

/** The window of a planned fault, as journalled; undefined if it was never put in force. */
export function faultWindow(evidence: BareEvidence, faultId: string, everyWorker = false): FaultWindow | undefined {
  const steps = entriesOf(evidence.journal, 'fault').filter((entry) => entry.faultId === faultId);
  const at = (step: EntryOf<'fault'>['step']): EntryOf<'fault'> | undefined => steps.find((one) => one.step === step);
  const injecting = at('injecting');
  const injected = at('injected');
  if (injecting?.component === undefined || injecting.incarnation === undefined || injected === undefined) {
    return undefined;
  }
  const healedMs = at('healed')?.atMs ?? Number.POSITIVE_INFINITY;
  return {
    component: injecting.component,
    incarnation: injecting.incarnation,
    link: injecting.link ?? null,
    everyWorker,
    fromMs: injecting.atMs,
    injectedMs: injected.atMs,
    healingMs: at('healing')?.atMs ?? healedMs,
    healedMs,
  };
}

/** Whose work or life the fault may have struck: the struck incarnation, or any worker where it struck a server. */
export function isVictim(
  window: FaultWindow,
  one: { readonly component: string; readonly incarnation: number },
): boolean {
  if (window.everyWorker) return true;
  return one.component === window.component && one.incarnation === window.incarnation;
}

/** The end of a window as a number that can be written down: one that was never healed ends where it was injected. */
export function endOf(window: FaultWindow): number {
  return window.healedMs === Number.POSITIVE_INFINITY ? window.injectedMs : window.healedMs;
}
