import type { Exploration } from '../model/exploration.ts';
import { mergeVerdicts, type Verdict } from '../model/verdict.ts';

/** Valid only if every point was explored and is valid, the audit agrees, and no finding speaks against the whole. */
export function verdictOf(
  { results, findings, audit }: Pick<Exploration, 'results' | 'findings' | 'audit'>,
  errors: readonly unknown[],
): Verdict {
  const ofPoints = results.map(({ state }): Verdict => (state === 'valid' || state === 'invalid' ? state : 'unknown'));
  const ofWhole = findings.map(({ verdict }) => verdict);
  const doubts: Verdict[] = audit.disagreements.length > 0 || errors.length > 0 ? ['unknown'] : [];
  // If nothing was explored, nothing is proved.
  return mergeVerdicts([...ofPoints, ...ofWhole, ...doubts, ...(results.length === 0 ? (['unknown'] as const) : [])]);
}
