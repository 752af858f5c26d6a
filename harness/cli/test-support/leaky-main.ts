import { Command } from '@commander-js/extra-typings';
import { runProcess } from '../command-line.ts';

/** A command whose work is done, but that has left something open if it is asked to. */
const leaky = new Command('leaky').option('--leak').action(({ leak }) => {
  process.exitCode = 2;
  if (leak === true) setInterval(() => undefined, 10);
});

runProcess(leaky, 300);
