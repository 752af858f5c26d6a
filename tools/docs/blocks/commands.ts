import type { Argument, CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { createProgram } from '../../../harness/cli/program.ts';
import { table } from '../table.ts';

/** The help of every command: what it does, its arguments and options, and examples. */
export function commandReference(): string {
  return everyCommand(createProgram(), '').map(describe).join('\n\n');
}

interface Named {
  readonly path: string;
  readonly command: CommandUnknownOpts;
}

function everyCommand(parent: CommandUnknownOpts, prefix: string): readonly Named[] {
  return parent.commands.flatMap((command) => {
    const path = `${prefix}${command.name()}`;
    return [{ path, command }, ...everyCommand(command, `${path} `)];
  });
}

function describe({ path, command }: Named): string {
  const given = command.registeredArguments.map((argument) => [`\`${argument.name()}\``, meaningOf(argument)]);
  const options = command.options.map((option) => [`\`${option.flags}\``, meaningOf(option)]);
  const parts = [
    `## ${path}`,
    command.description(),
    given.length === 0 ? '' : table(['argument', 'meaning'], given),
    options.length === 0 ? '' : table(['option', 'meaning'], options),
    examplesOf(command),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function meaningOf(one: Argument | Option): string {
  const { description, argChoices, defaultValue, defaultValueDescription } = one;
  const choices = argChoices === undefined ? '' : ` One of ${argChoices.map((choice) => `\`${choice}\``).join(', ')}.`;
  // A flag that is on until it is negated has `true` as its default.
  const shown = typeof defaultValue === 'boolean' ? undefined : defaultValue;
  const value: unknown = defaultValueDescription ?? shown;
  const byDefault =
    value === undefined ? '' : ` Default: ${typeof value === 'string' ? value : JSON.stringify(value)}.`;
  const text = `${description.charAt(0).toUpperCase()}${description.slice(1)}`;
  return `${text}${text.endsWith('.') ? '' : '.'}${choices}${byDefault}`;
}

/** What stands below "Example" in the help, up to the next empty line. */
function examplesOf(command: CommandUnknownOpts): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
  const [, examples = ''] = /^Examples?:\n((?: {2}.*\n?)+)/m.exec(help) ?? [];
  return examples === '' ? '' : `\`\`\`sh\n${examples.trimEnd().replaceAll(/^ {2}/gm, '')}\n\`\`\``;
}
