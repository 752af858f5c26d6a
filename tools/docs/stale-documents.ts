import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocks } from './blocks/index.ts';
import { blocksIn, fillBlocks } from './fill-blocks.ts';

const projectFolder = join(import.meta.dirname, '..', '..');

/** A document as it should be, by its path in the project. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

/** The documents whose generated blocks differ from what the sources say, with the text that they should have. */
export function staleDocuments(): readonly Document[] {
  return generated()
    .map(({ path, text }) => ({ path, text: fillBlocks(text, blocks), was: text }))
    .filter(({ text, was }) => text !== was)
    .map(({ path, text }) => ({ path, text }));
}

/** The names of blocks that no document shows. */
export function unusedBlocks(): readonly string[] {
  const used = new Set(generated().flatMap(({ text }) => blocksIn(text)));
  return Object.keys(blocks).filter((name) => !used.has(name));
}

function generated(): readonly Document[] {
  const paths = globSync(['*.md', 'docs/**/*.md', 'harness/**/*.md'], { cwd: projectFolder });
  return paths.toSorted().map((path) => ({ path, text: readFileSync(join(projectFolder, path), 'utf8') }));
}
