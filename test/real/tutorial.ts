import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './run-scenario.ts';

/** A page that can be followed by a program. */
export interface Tutorial {
  /** Its commands, in their order, each as one line for a shell. */
  readonly commands: readonly TutorialCommand[];
  /** The files that it shows, by their names. */
  readonly files: ReadonlyMap<string, string>;
}

/** A command of a page. */
export interface TutorialCommand {
  readonly line: string;
  /** The exit code that the page says it has. */
  readonly exit: 0 | 1;
}

/** Reads a page: blocks of `sh` are commands, and a block that begins with its name as a comment is a file. */
export function readTutorial(path: string): Tutorial {
  const text = readFileSync(join(projectFolder, path), 'utf8');
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', body = '']) => ({
    language,
    body,
  }));
  const shell = blocks.filter(({ language }) => language === 'sh').map(({ body }) => body.replaceAll(/\\\n\s*/g, ''));
  const named = blocks.flatMap(({ body }): (readonly [string, string])[] => {
    const [, name] = /^\/\/ ([\w./-]+)\n/.exec(body) ?? [];
    return name === undefined ? [] : [[name, body]];
  });
  return { commands: shell.flatMap((body) => body.trimEnd().split('\n')).map(commandOf), files: new Map(named) };
}

function commandOf(line: string): TutorialCommand {
  return { line: line.replace(/\s*#.*$/, ''), exit: line.includes('# must be invalid') ? 1 : 0 };
}
