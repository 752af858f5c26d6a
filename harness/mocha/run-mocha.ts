import { setTimeout as delay } from 'node:timers/promises';
import AllureMocha from 'allure-mocha';
import Mocha from 'mocha';
import { type HarnessError, toHarnessError } from '../errors.ts';

/** The result of a Mocha that ran to its end. */
export interface MochaCount {
  /** Mocha's own count, which no exit code is made from. */
  readonly failures: number;
  /** The first uncaught error meanwhile, such as one of the reporter's. */
  readonly uncaught: HarnessError | null;
}

// TypeScript reads its declarations as CommonJS and sees a namespace here; Node gives the class itself.
const reporter = AllureMocha as unknown as Mocha.ReporterConstructor;

/** How long Mocha may take to the end of a test in which an error was not caught. */
const LAST_WORDS_MS = 1000;

/** Where Allure's tree shows the tests: Mocha knows no file of tests that are made by code. */
const TEST_FILE = 'chaos.config.ts';

/** A new Mocha without tests, which writes Allure results; no test may be left out. */
export function createMocha(resultsDir: string): Mocha {
  const mocha = new Mocha({ timeout: 0, reporter, reporterOptions: { resultsDir } });
  mocha.failZero(true);
  mocha.forbidPending();
  mocha.forbidOnly();
  return mocha;
}

/** Adds a suite to a suite. */
export function addSuite(parent: Mocha.Suite, title: string): Mocha.Suite {
  return Mocha.Suite.create(parent, title);
}

/** Adds a test to a suite. */
export function addTest(suite: Mocha.Suite, title: string, body: () => Promise<void>): void {
  const test = new Mocha.Test(title, body);
  test.file = TEST_FILE;
  suite.addTest(test);
}

/**
 * Runs Mocha to its end.
 *
 * @remarks Mocha would take an uncaught error for the end of the test, and then end the process when the abandoned run
 * ends as well; so it doesn't hear of them. If its reporter throws (the disk is full), Mocha never ends; the run does,
 * and is waited for.
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

/** Calls a function that listens for uncaught errors, without its listening. */
function withoutListening(deed: () => unknown): void {
  const [exceptions, rejections] = [process.listeners('uncaughtException'), process.listeners('unhandledRejection')];
  deed();
  process.removeAllListeners('uncaughtException').removeAllListeners('unhandledRejection');
  for (const listener of exceptions) process.on('uncaughtException', listener);
  for (const listener of rejections) process.on('unhandledRejection', listener);
}
