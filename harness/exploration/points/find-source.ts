import { globSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const EXTENSIONS = '{ts,js,mts,mjs,py,go,java,rb,cs}';

/**
 * Finds where an activity or a workflow is written, by its name.
 *
 * @remarks It searches the text and needs no compiler, so it works for any language: the first line that defines that
 * name counts. Tests are left out, and so are other files named like one.
 * @param folder - where the sources lie: absolute, or below the project
 * @returns `file:line` below the project; null if there is none
 */
export function findSource(projectFolder: string, folder: string, name: string): string | null {
  if (!/^\w+$/.test(name)) return null;
  const definition = new RegExp(
    `\\b(?:function|def|func|fn|const|class)\\s+${name}\\b|^\\s*(?:async\\s+)?${name}\\s*\\(`,
  );
  const sources = resolve(projectFolder, folder);
  const files = globSync(`**/*.${EXTENSIONS}`, { cwd: sources })
    .filter((file) => !/(?:^|[/.-])(?:tests?|testing|node_modules|sabotage)[/.-]/.test(file))
    .toSorted();
  for (const file of files) {
    const path = join(sources, file);
    const line = readFileSync(path, 'utf8')
      .split('\n')
      .findIndex((text) => definition.test(text));
    if (line !== -1) return `${relative(projectFolder, path)}:${line + 1}`;
  }
  return null;
}
