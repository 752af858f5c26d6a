import { expect } from 'chai';
import { commandSentence } from './command-trouble.ts';

describe('a sentence about a command', () => {
  it('shows it without secrets, and in brief', () => {
    const words = ['./order', '--token=abcdef', '--api-key=k', '--count=3', `--note=${'x'.repeat(200)}`];
    const sentence = commandSentence(words, 'ended');
    expect(sentence).to.match(/^The command `\.\/order --token=… --api-key=… --count=3 --note=x+…` ended\.$/);
    expect(sentence.length).to.be.lessThan(150);
  });
});
