import type { CommandWords } from './command-words.ts';

/** A script for bash that completes the word `chaos`. Pure. */
export function bashCompletion(commands: readonly CommandWords[]): string {
  const paths = commands.flatMap(({ path }) => (path === '' ? [] : [`      '${path}') at='${path}' ;;`]));
  const valued = commands.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ text, choices }) => `    '${path} ${text}') words='${choices.join(' ')}'; isValue=1 ;;`),
  );
  const words = commands.map(({ path, verbs, options, choices }) => {
    const all = [...verbs, ...options].map(({ text }) => text);
    return `    '${path}') words='${[...choices, ...all].join(' ')}' ;;`;
  });
  return `# Completes the commands and options of chaos in bash.
_chaos() {
  local at='' words='' isValue='' i next
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  # bash takes --stack=docker apart into three words.
  if [[ $cur == '=' ]]; then cur=''
  elif [[ $prev == '=' ]]; then prev="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${at:+$at }\${COMP_WORDS[i]}"
    case "$next" in
${paths.join('\n')}
    esac
  done
  case "$at $prev" in
${valued.join('\n')}
  esac
  # A value of any kind may be a file, which bash completes by itself.
  if [[ -z $isValue ]]; then case "$at" in
${words.join('\n')}
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _chaos chaos
`;
}
