import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const sourceName = /\.(?:ts|js|mts|mjs|cts|cjs|py|go|java|kt|rb|cs|php)$/;
const testName = /(?:^|[._-])(?:tests?|testing|spec)[._-]/i;
/** Folders without sources of the system: dependencies, what is built, reports, tests. Hidden folders are too. */
const skippedFolder =
  /^(?:\..*|node_modules|site-packages|venv|env|__pycache__|vendor|dist|build|out|target|bin|obj|coverage|reports|(?:.*[-.])?tests?|testing|sabotage)$/i;

/**
 * Finds where activities and workflows are written, by their names.
 *
 * @remarks It searches the text and needs no compiler, so it works for any language: the first line that defines that
 * name counts. Files are listed once and each name is looked for once, because it runs while calls of workers are held.
 * @param folder - where the sources lie: absolute, or below the project
 * @returns a function from a name to `file:line` below the project; null if there is none
 */
export function sourceFinder(projectFolder: string, folder: string): (name: string) => string | null {
  let files: readonly string[] | undefined;
  const found = new Map<string, string | null>();
  return (name) => {
    const known = found.get(name);
    if (known !== undefined) return known;
    files ??= sourcesIn(resolve(projectFolder, folder));
    const source = /^\w+$/.test(name) ? findIn(files, name) : null;
    const told = source === null ? null : relative(projectFolder, source);
    found.set(name, told);
    return told;
  };
}

/** `file:line` of the first definition of a name; null if there is none. */
function findIn(files: readonly string[], name: string): string | null {
  const definition = new RegExp(
    [
      `\\b(?:function|def|func|fn|fun|const|class)\\s+(?:\\([^)]*\\)\\s*)?${name}\\b`,
      `^\\s*(?:async\\s+)?${name}\\s*\\(`,
      `^\\s*(?:public|private|protected|internal)\\s[^=;(]*\\b${name}\\s*\\(`,
    ].join('|'),
  );
  for (const path of files) {
    const text = readFileSync(path, 'utf8');
    if (!text.includes(name)) continue;
    const line = text.split('\n').findIndex((one) => definition.test(one));
    if (line !== -1) return `${path}:${line + 1}`;
  }
  return null;
}

/** The sources below a folder, in order. Links are not followed; a folder that can't be read has none. */
function sourcesIn(folder: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skippedFolder.test(entry.name) ? [] : sourcesIn(path);
    return entry.isFile() && sourceName.test(entry.name) && !testName.test(entry.name) ? [path] : [];
  });
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // A source line is a help for the reader, so its absence fails nothing.
    return [];
  }
}
