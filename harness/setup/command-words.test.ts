import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { commandWords } from './command-words.ts';

describe('a command line as words', () => {
  const good: readonly (readonly [string, readonly string[]])[] = [
    ['python worker.py', ['python', 'worker.py']],
    ['  ./bin/worker   -queue  billing ', ['./bin/worker', '-queue', 'billing']],
    [`sh -c 'cd app && exec python worker.py'`, ['sh', '-c', 'cd app && exec python worker.py']],
    [`node "my worker.js" --name='a "b"'`, ['node', 'my worker.js', '--name=a "b"']],
    [`node -e ''`, ['node', '-e', '']],
  ];
  for (const [line, words] of good) {
    it(`reads ${line}`, () => {
      expect(commandWords(line, '--worker')).to.deep.equal(words);
    });
  }

  const bad: readonly (readonly [string, string])[] = [
    ['', '--worker is empty.'],
    [`python 'worker.py`, 'has an open quote'],
    ['cd app && python worker.py', 'without a shell, but it has "&" in it'],
    ['python $WORKER', 'it has "$" in it'],
  ];
  for (const [line, says] of bad) {
    it(`refuses "${line}"`, () => {
      expect(() => commandWords(line, '--worker'))
        .to.throw(HarnessError, says)
        .with.property('code', 'CHAOS_USAGE');
    });
  }
});
