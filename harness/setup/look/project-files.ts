import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A file of a project. */
export interface ProjectFile {
  /** Relative to the project's folder, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Folders that hold what is installed, built or reported. */
const foreign = /^(node_modules|dist|build|lib|out|target|vendor|venv|env|site-packages|__pycache__|reports|\..+)$/;
/** A file with more bytes was made by a program. */
const MOST_BYTES = 200_000;
const MOST_FILES = 3000;

/** The sources and settings of a project, without what is installed or built. */
export function projectFiles(folder: string): readonly ProjectFile[] {
  const patterns = [
    '**/*.{py,go,ts,mts,cts,js,mjs,cjs}',
    '{pyproject.toml,requirements.txt,go.mod,package.json}',
    '.env*',
  ];
  const exclude = (path: string): boolean =>
    path.split('/').some((part) => foreign.test(part) && !part.startsWith('.env'));
  const paths = globSync(patterns, { cwd: folder, exclude }).toSorted();
  const own = paths.filter((path) => !/(^|[._/])test(s?)[._/]|\.d\.[cm]?ts$|^chaos\.config\./.test(path));
  return own.slice(0, MOST_FILES).flatMap((path) => fileAt(folder, path));
}

function fileAt(folder: string, path: string): readonly ProjectFile[] {
  try {
    const { size } = statSync(join(folder, path));
    return size > MOST_BYTES ? [] : [{ path, text: withoutComments(path, readFileSync(join(folder, path), 'utf8')) }];
  } catch {
    return [];
  }
}

/** Lines that are comments as a whole name nothing; they stay as empty lines, so that the others keep their numbers. */
function withoutComments(path: string, text: string): string {
  const comment = path.endsWith('.py') ? /^[ \t]*#.*$/gm : /^[ \t]*(?:\/\/|\*|\/\*).*$/gm;
  return /\.(py|go|[cm]?[tj]s)$/.test(path) ? text.replaceAll(comment, '') : text;
}
