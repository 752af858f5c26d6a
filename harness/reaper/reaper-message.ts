import type { ExistingTemporal } from '../model/existing-temporal.ts';
import type { RunRows } from './clean-up-rows.ts';

/** A message of the harness to its reaper, one JSON object a line. */
export type ReaperMessage =
  | { readonly guard: 'process'; readonly pid: number; readonly kind?: 'postgres' }
  | { readonly guard: 'folder'; readonly path: string }
  | { readonly guard: 'containers' }
  | ({ readonly guard: 'rows' } & RunRows)
  | { readonly guard: 'workflows'; readonly temporal: ExistingTemporal }
  | { readonly done: true };
