import { Argument, Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { asTyped } from '../../model/as-typed.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { bashCompletion } from '../completion/bash-completion.ts';
import { commandWords } from '../completion/command-words.ts';
import { fishCompletion } from '../completion/fish-completion.ts';
import { zshCompletion } from '../completion/zsh-completion.ts';
import { say } from '../terminal/output.ts';

/** The scripts, by the shell that they are for. */
const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;
const shells = ['bash', 'zsh', 'fish'] as const;

const help = asTyped(`
Examples:
  npm run -s chaos -- completion bash > ~/.chaos-completion.bash
  npm run -s chaos -- completion fish > ~/.config/fish/completions/chaos.fish

Source the script of bash or zsh in ~/.bashrc or ~/.zshrc. It completes the word chaos, which may be an alias.`);

/**
 * The verb `completion`: a script that completes the commands and options of this very version in a shell.
 *
 * @param program - the commands to complete
 */
export function completionCommand(program: CommandUnknownOpts): CommandUnknownOpts {
  return new Command('completion')
    .description('Print a script that completes commands, options and their choices in a shell.')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .addHelpText('after', help)
    .allowExcessArguments(false)
    .action((shell) => {
      say(scripts[shell](commandWords(program)).trimEnd());
      process.exitCode = exitCodes.valid;
    });
}
