import type { CommandWords, Word } from './command-words.ts';

/** A script for zsh that completes the word `chaos`: to be sourced, or as a file \`_chaos\` of fpath. Pure. */
export function zshCompletion(commands: readonly CommandWords[]): string {
  const paths = commands.flatMap(({ path }) => (path === '' ? [] : [`      '${path}') at='${path}' ;;`]));
  const valued = commands.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ text, choices }) => {
        const offer = choices.length === 0 ? '_files' : `compadd -- ${choices.join(' ')}`;
        return `    '${path} ${text}') ${offer}; return ;;`;
      }),
  );
  const offers = commands.map(({ path, verbs, options, choices }) => {
    const words = [...choices.map((text) => ({ text, meaning: '' })), ...verbs, ...options];
    const lines = words.map((word) => `        ${quoted(word)}`).join('\n');
    return `    '${path}')\n      offered=(\n${lines}\n      ) ;;`;
  });
  return `#compdef chaos
# Completes the commands and options of chaos in zsh.
_chaos() {
  local at='' next i
  local -a offered
  for ((i = 2; i < CURRENT; i++)); do
    next="\${at:+$at }\${words[i]}"
    case "$next" in
${paths.join('\n')}
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${valued.join('\n')}
  esac
  case "$at" in
${offers.join('\n')}
  esac
  _describe -o 'chaos' offered
  _files
}
if [[ $funcstack[1] == _chaos ]]; then _chaos "$@"; else compdef _chaos chaos; fi
`;
}

function quoted({ text, meaning }: Word): string {
  const shown = meaning === '' ? '' : `:${meaning}`;
  return `'${`${text.replaceAll(':', String.raw`\:`)}${shown}`.replaceAll("'", `'\\''`)}'`;
}
