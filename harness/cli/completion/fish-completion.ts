import type { CommandWords } from './command-words.ts';

/** A script for fish that completes the word `chaos`. Pure. */
export function fishCompletion(commands: readonly CommandWords[]): string {
  const paths = commands.flatMap(({ path }) => (path === '' ? [] : [`      case '${path}'; set at '${path}'`]));
  const lines = commands.flatMap(({ path, verbs, options, choices }) => {
    const here = `complete -c chaos -n '__chaos_at "${path}"'`;
    return [
      // Files are of no use where only a verb or a choice can stand.
      ...(verbs.length + choices.length > 0 ? [`${here} -f`] : []),
      ...choices.map((text) => `${here} -a ${quoted(text)}`),
      ...verbs.map(({ text, meaning }) => `${here} -a ${quoted(text)} -d ${quoted(meaning)}`),
      ...options.map(({ text, meaning, takesValue, choices: values }) => {
        const only = values.length === 0 ? '' : ` -x -a ${quoted(values.join(' '))}`;
        return `${here} -l ${text.replace(/^--/, '')}${takesValue ? ` -r${only}` : ''} -d ${quoted(meaning)}`;
      }),
    ];
  });
  return `# Completes the commands and options of chaos in fish.
function __chaos_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    switch (string trim -- "$at $word")
${paths.join('\n')}
    end
  end
  test "$at" = "$argv[1]"
end
${lines.join('\n')}
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
