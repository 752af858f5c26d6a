import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dashboardFiles } from '../dashboards/dashboard-files.ts';
import { blocks } from './blocks/index.ts';
import { blocksIn, fillBlocks } from './fill-blocks.ts';

const projectFolder = join(import.meta.dirname, '..', '..');

/** A document as it should be, by its path in the project. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

/** The documents and dashboards that differ from what the sources say, with the text that they should have. */
export function staleDocuments(): readonly Document[] {
  const filled = generated().map(({ path, text }) => ({ path, text: fillBlocks(text, blocks) }));
  return [...filled, ...dashboardFiles()].filter(({ path, text }) => text !== read(path));
}

/** The names of blocks that no document shows. */
export function unusedBlocks(): readonly string[] {
  const used = new Set(generated().flatMap(({ text }) => blocksIn(text)));
  return Object.keys(blocks).filter((name) => !used.has(name));
}

function generated(): readonly Document[] {
  const paths = globSync(['*.md', 'docs/**/*.md', 'harness/**/*.md'], { cwd: projectFolder });
  return paths.toSorted().map((path) => ({ path, text: read(path) }));
}

/** What a file has now; nothing, if there is none yet. */
function read(path: string): string {
  const file = join(projectFolder, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
