import type { Exploration } from '../../model/exploration.ts';
import { comparedExplorationSchema, type ExplorationDiff } from '../../model/exploration-diff.ts';

/**
 * An exploration as `--json` prints it: exploration.json, and `diff` if it was compared with an earlier one. Pure.
 *
 * @throws ZodError if the output breaks its schema
 */
export function renderExplorationJson(exploration: Exploration, diff: ExplorationDiff | null): string {
  const shown = diff === null ? exploration : comparedExplorationSchema.parse({ ...exploration, diff });
  return JSON.stringify(shown, null, 2);
}
