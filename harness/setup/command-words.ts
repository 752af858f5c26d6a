import { HarnessError } from '../errors.ts';

/** A character that would mean something to a shell, and nothing to a program. */
const SHELL = /[|&;<>()$`*?#~]/;

/**
 * A command line as program and arguments: words are separated by blanks, and quotes keep blanks in a word.
 *
 * @throws HarnessError CHAOS_USAGE if it is empty, a quote is open, or it needs a shell.
 */
export function commandWords(line: string, what: string): readonly [string, ...string[]] {
  const words: string[] = [];
  // A word is made of quoted and unquoted pieces.
  for (const [word] of line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+|["']/g)) {
    if (word === '"' || word === "'") throw bad(`${what} has an open quote: ${line}`, 'Close it');
    const unquoted = word.replaceAll(/"[^"]*"|'[^']*'/g, '');
    const [sign] = SHELL.exec(unquoted) ?? [];
    if (sign !== undefined) {
      throw bad(`${what} runs without a shell, but it has "${sign}" in it`, `Quote it, or run a shell: sh -c '…'`);
    }
    words.push(
      word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''),
    );
  }
  const [program, ...args] = words;
  if (program === undefined || program === '') throw bad(`${what} is empty`, 'Give a program and its arguments');
  return [program, ...args];
}

function bad(sentence: string, advice: string): HarnessError {
  return new HarnessError('CHAOS_USAGE', `${sentence}. ${advice}.`);
}
