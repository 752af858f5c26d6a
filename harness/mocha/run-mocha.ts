import { setTimeout as delay } from 'node:timers/promises';
import AllureMocha from 'allure-mocha';
import Mocha from 'mocha';
import { type HarnessError, toHarnessError } from '../errors.ts';

/** What a Mocha that ran to its end can tell. */
export interface MochaCount {
  /** Mocha's own count, which no exit code is made from. */
  readonly failures: number;
  /** The first error that nobody caught meanwhile, such as one of the reporter's. */
  readonly uncaught: HarnessError | null;
}

// TypeScript reads its declarations as CommonJS and sees a namespace here; Node gives the class itself.
const reporter = AllureMocha as unknown as Mocha.ReporterConstructor;

/** How long Mocha may take to the end of a test in which an error was not caught. */
const LAST_WORDS_MS = 1000;

/**
 * A Mocha of its own that has read one spec file and writes Allure results; no test may be left out.
 *
 * @remarks Once a process, since Node loads a spec file once.
 */
export async function loadMocha(spec: string, resultsDir: string): Promise<Mocha> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 0, reporter, reporterOptions: { resultsDir } });
  mocha.failZero(true);
  mocha.forbidPending();
  mocha.forbidOnly();
  mocha.addFile(spec);
  await mocha.loadFilesAsync();
  return mocha;
}

/**
 * Runs Mocha to its end.
 *
 * @remarks Mocha would take an uncaught error for the end of the test, and then end the process when the run it had given
 * up ends as well; so it doesn't hear of them. Where its reporter throws (the disk is full), Mocha never ends: the run
 * does, and is waited for.
 */
export async function runMocha(mocha: Mocha, hasEnded: () => Promise<void>): Promise<MochaCount> {
  const first = Promise.withResolvers<HarnessError>();
  let uncaught: HarnessError | null = null;
  const note = (thrown: unknown): void => {
    uncaught ??= toHarnessError(thrown);
    first.resolve(uncaught);
  };
  process.on('uncaughtException', note).on('unhandledRejection', note);
  const through = new Promise<number>((resolve) => withoutListening(() => mocha.run(resolve)));
  const givenUp = first.promise.then(async () => {
    await hasEnded();
    await delay(LAST_WORDS_MS);
    return 1;
  });
  const failures = await Promise.race([through, givenUp]);
  process.off('uncaughtException', note).off('unhandledRejection', note);
  return { failures, uncaught };
}

/** Does something that listens for uncaught errors, without its listening. */
function withoutListening(deed: () => unknown): void {
  const [exceptions, rejections] = [process.listeners('uncaughtException'), process.listeners('unhandledRejection')];
  deed();
  process.removeAllListeners('uncaughtException').removeAllListeners('unhandledRejection');
  for (const listener of exceptions) process.on('uncaughtException', listener);
  for (const listener of rejections) process.on('unhandledRejection', listener);
}
