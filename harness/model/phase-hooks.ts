import type { Phase } from './journal-entry.ts';

/** Wraps each phase of a run, so that a face (a progress display, an Allure step) can show it. */
export interface PhaseHooks {
  phase<T>(phase: Phase, body: () => Promise<T>): Promise<T>;
}
