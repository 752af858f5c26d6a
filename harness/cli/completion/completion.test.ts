import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { expect } from 'chai';
import { createProgram } from '../program.ts';
import { bashCompletion } from './bash-completion.ts';
import { commandWords } from './command-words.ts';
import { fishCompletion } from './fish-completion.ts';
import { zshCompletion } from './zsh-completion.ts';

const commands = commandWords(createProgram());
const folders = (process.env['PATH'] ?? '').split(delimiter);
const isHere = (shell: string): boolean => folders.some((folder) => existsSync(join(folder, shell)));

/** How each shell is asked for the words that it would offer after some others, the last of which is begun. */
const shells: Readonly<Record<string, (line: readonly string[]) => readonly string[]>> = {
  bash: (line) => {
    const words = line.map((word) => `'${word}'`).join(' ');
    const ask = `COMP_WORDS=(${words}); COMP_CWORD=${line.length - 1}; _chaos; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return offered('bash', ['--norc', '-c', `${bashCompletion(commands)}\n${ask}`]);
  },
  fish: (line) => {
    const ask = `complete -C '${line.join(' ')}'`;
    return offered('fish', ['--no-config', '-c', `${fishCompletion(commands)}\n${ask}`]);
  },
  // Its own completion runs only in a terminal; elsewhere the words are caught where they would be offered.
  zsh: (line) => {
    const words = line.map((word) => `'${word}'`).join(' ');
    const catching = `compdef() { :; }; _files() { :; }; compadd() { shift; print -l -- $@; }
      _describe() { print -l -- \${\${offered%%:*}}; }`;
    const script = zshCompletion(commands);
    const ask = `words=(${words}); CURRENT=${line.length}; _chaos`;
    const begun = line.at(-1) ?? '';
    return offered('zsh', ['-f', '-c', `${catching}\n${script}\n${ask}`]).filter((word) => word.startsWith(begun));
  },
};

function offered(shell: string, args: readonly string[]): readonly string[] {
  const lines = execFileSync(shell, args, { encoding: 'utf8' }).split('\n');
  return lines.map((line) => line.split('\t', 1)[0] ?? '').filter((line) => line !== '');
}

function everyCommand(command: CommandUnknownOpts): readonly CommandUnknownOpts[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

describe('the words of the command line', () => {
  it('are those of every command, with every option', () => {
    const all = everyCommand(createProgram());
    expect(commands.length).to.equal(all.length);
    const told = commands.flatMap(({ options }) => options.map(({ text }) => text)).toSorted();
    const there = all.flatMap((one) => [...one.options.map(({ long }) => long ?? ''), '--help']).toSorted();
    expect(told).to.deep.equal(there);
  });

  it('are in the script of each shell', () => {
    for (const script of [bashCompletion, zshCompletion, fishCompletion]) {
      const text = script(commands);
      for (const { verbs } of commands) for (const verb of verbs) expect(text).to.contain(verb.text);
      expect(text).to.contain('embedded').and.to.contain('time-limit');
    }
  });
});

const [here, missing] = [Object.keys(shells).filter(isHere), Object.keys(shells).filter((shell) => !isHere(shell))];

describe(`completion in a real shell; not tried, because not on this machine: ${missing.join(', ') || 'none'}`, () => {
  for (const shell of here) {
    it(`offers verbs, options and choices in ${shell}`, () => {
      const after = (...line: readonly string[]): readonly string[] => shells[shell]?.(['chaos', ...line]) ?? [];
      expect(after('sc')).to.deep.equal(['scenario']);
      expect(after('stack', '')).to.include.members(['up', 'status', 'logs', 'down']);
      expect(after('stack', 'up', '--wor')).to.deep.equal(['--workers']);
      expect(after('scenario', 'worker-kill', '--stack', '')).to.have.members(['auto', 'embedded', 'docker']);
      expect(after('scenario', '--seed', '7', '--dry')).to.deep.equal(['--dry-run']);
      expect(after('inject', 'stack', '--w'), 'an argument is no verb').to.deep.equal(['--wait']);
      expect(after('list', 'fa')).to.deep.equal(['faults']);
    }).timeout(30_000);
  }

  it('is tried in one at least', () => {
    expect(here).not.to.deep.equal([]);
  });
});
