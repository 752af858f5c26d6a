import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/** A word that may stand at a place of a command line, and what it means. */
export interface Word {
  readonly text: string;
  readonly meaning: string;
}

/** An option of a command. */
export interface OptionWord extends Word {
  readonly takesValue: boolean;
  /** The only values that it takes; empty: any. */
  readonly choices: readonly string[];
}

/** What may follow the name of a command. */
export interface CommandWords {
  /** The verbs that lead to it, such as `stack up`; empty: the program itself. */
  readonly path: string;
  readonly verbs: readonly Word[];
  readonly options: readonly OptionWord[];
  /** The only values of its arguments; empty: any. */
  readonly choices: readonly string[];
}

/** What may stand where on a command line, from the commands themselves. */
export function commandWords(command: CommandUnknownOpts, path = ''): readonly CommandWords[] {
  const options = command.options.map(({ long, short, description, required, optional, argChoices = [] }) => {
    const takesValue = required || optional;
    return { text: long ?? short ?? '', meaning: description, takesValue, choices: argChoices };
  });
  const help = { text: '--help', meaning: 'show the help', takesValue: false, choices: [] };
  const here: CommandWords = {
    path,
    verbs: command.commands.map((one) => ({ text: one.name(), meaning: one.description() })),
    options: [...options, help],
    choices: command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
  };
  const below = command.commands.flatMap((one) => commandWords(one, `${path} ${one.name()}`.trim()));
  return [here, ...below];
}
