import { canonicalJson, type Json, valueAt } from '../../model/json.ts';

/** Progress in heartbeat details: how far the work is, or which parts of it are done, such as the ids of orders. */
export type Progress = number | readonly Json[];

/** The progress at a path of heartbeat details; null if there is none. */
export function progressIn(details: Json | undefined, path: string): Progress | null {
  const value = valueAt(details, path);
  return typeof value === 'number' || isList(value) ? value : null;
}

/** Whether progress covers the part of the work with that value in the subject of its effect. */
export function covers(progress: Progress, value: Json | undefined): boolean {
  return typeof progress === 'number' ? Number(value) <= progress : value !== undefined && progress.includes(value);
}

/** Whether progress does not reach that part yet; without any progress, none is reached. */
export function isBeyond(progress: Progress | null, value: Json | undefined): boolean {
  const reached = progress ?? 0;
  return typeof reached === 'number' ? Number(value) > reached : !covers(reached, value);
}

/** What is beyond some progress, for people: `page above 3`, `order not among ["a","b"]`. */
export function describeBeyond(field: string, progress: Progress | null): string {
  if (progress === null || typeof progress === 'number') return `${field} above ${progress ?? ''}`;
  return `${field} not among ${canonicalJson(progress)}`;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
