import { join } from 'node:path';
import { type Exploration, explorationSchema } from '../../model/exploration.ts';
import { type ExplorationDiff, explorationDiffSchema } from '../../model/exploration-diff.ts';
import { safeFileName } from '../../model/file-names.ts';
import { docsFrom } from '../store/docs-from.ts';
import { writeFileAtomically, writeJson } from '../store/write-file-atomically.ts';
import { renderCoverageMapHtml } from './render-coverage-map-html.ts';
import { renderCoverageMapSvg } from './render-coverage-map-svg.ts';
import { renderExplorationMarkdown } from './render-exploration-markdown.ts';

/** The files of an exploration's folder. */
export const explorationFiles = {
  json: 'exploration.json',
  text: 'exploration.md',
  page: 'coverage-map.html',
  /** Only if it was compared with an earlier one. */
  diff: 'exploration-diff.json',
} as const;

/** The file that holds the map of a case, by the case's position: `coverage-map-approved.svg`. */
export function mapFileOf({ cases }: Pick<Exploration, 'cases'>, index: number): string {
  const names = cases.map(({ name }) => safeFileName(name).toLowerCase());
  const name = names[index] ?? '';
  const isTaken = names.indexOf(name) !== index;
  return `coverage-map-${name}${isTaken ? `-${index + 1}` : ''}.svg`;
}

/**
 * Writes the result of an exploration, as data, as text, as a page and as one picture a case; the data last of all.
 *
 * @remarks The caller has written the evidence of single points below `points/`.
 * @throws HarnessError CHAOS_NOT_WRITABLE; ZodError if the exploration breaks its schema, before anything is written
 */
export async function writeExploration(folder: string, exploration: Exploration): Promise<void> {
  const checked = explorationSchema.parse(exploration);
  for (const [index, one] of checked.cases.entries()) {
    const svg = renderCoverageMapSvg(checked, one, explorationFiles.page);
    await writeFileAtomically(join(folder, mapFileOf(checked, index)), svg);
  }
  await writeFileAtomically(join(folder, explorationFiles.page), renderCoverageMapHtml(checked));
  await writeFileAtomically(join(folder, explorationFiles.text), renderExplorationMarkdown(checked, docsFrom(folder)));
  await writeJson(join(folder, explorationFiles.json), checked);
}

/**
 * Writes the changes since an earlier exploration into the folder of an exploration.
 *
 * @throws HarnessError CHAOS_NOT_WRITABLE; ZodError if it breaks its schema, before anything is written
 */
export async function writeExplorationDiff(folder: string, diff: ExplorationDiff): Promise<void> {
  await writeJson(join(folder, explorationFiles.diff), explorationDiffSchema.parse(diff));
}
