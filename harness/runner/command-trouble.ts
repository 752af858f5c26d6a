import { maskSecrets } from '../model/mask-secrets.ts';
import type { CommandEnd } from '../model/running-command.ts';

/** A flag that is named like a secret, with its value. */
const SECRET_FLAG = /^(-{1,2}[\w-]*(?:key|token|secret|passw|pwd|credential)[\w-]*=).+$/is;
/** So many characters of a command are shown. */
const MOST_CHARACTERS = 120;

/** What is wrong with a command, as a sentence. */
export class CommandTrouble extends Error {
  /** Whether something else may be the cause, such as the end of the run. */
  readonly isUnknown: boolean;

  constructor(sentence: string, isUnknown: boolean) {
    super(sentence);
    this.isUnknown = isUnknown;
  }
}

/** A sentence about a command, without the values of flags that are named like secrets. */
export function commandSentence(words: readonly string[], what: string): string {
  const all = maskSecrets(words.map((word) => word.replace(SECRET_FLAG, '$1…')).join(' '));
  const shown = all.length > MOST_CHARACTERS ? `${all.slice(0, MOST_CHARACTERS)}…` : all;
  return `The command \`${shown}\` ${what}.`;
}

/** How a command ended, as a clause; with what it said if it failed. */
export function describeEnd({ exitCode, signal, said, log }: CommandEnd): string {
  const how = signal === null ? `ended with exit code ${exitCode}` : `was ended by ${signal}`;
  return exitCode === 0 ? how : `${how} (${log}): ${said.replace(/\.$/, '')}`;
}
