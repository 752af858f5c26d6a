import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { HarnessError, messageOf } from '../errors.ts';

/**
 * SHA-256, in hexadecimal, of the names and contents of the files that patterns name.
 *
 * @param patterns - paths or glob patterns, relative to the project's folder
 * @throws HarnessError CHAOS_BAD_CONFIG if one names no file, or a file cannot be read
 */
export async function hashFiles(patterns: readonly string[], projectFolder: string): Promise<string> {
  const found = await Promise.all(patterns.map((pattern) => filesOf(pattern, projectFolder)));
  const hash = createHash('sha256');
  for (const path of [...new Set(found.flat())].toSorted()) {
    hash.update(
      `${path}\0${createHash('sha256')
        .update(await read(join(projectFolder, path)))
        .digest('hex')}\n`,
    );
  }
  return hash.digest('hex');
}

async function filesOf(pattern: string, cwd: string): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const path of glob(pattern, { cwd, withFileTypes: true })) {
    if (path.isFile() || path.isSymbolicLink()) files.push(relative(cwd, join(path.parentPath, path.name)));
  }
  if (files.length > 0) return files;
  throw badCode(
    `\`${pattern}\` of workers.replayer.code names no file. Name files or patterns, such as \`app/**/*.py\``,
  );
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw badCode(`A file of workers.replayer.code cannot be read: ${messageOf(cause)}. Name files only`);
  }
}

function badCode(sentence: string): HarnessError {
  return new HarnessError('CHAOS_BAD_CONFIG', `${sentence}.`);
}
