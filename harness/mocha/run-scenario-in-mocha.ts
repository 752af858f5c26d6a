import { extname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import AllureMocha from 'allure-mocha';
import Mocha from 'mocha';
import { type HarnessError, toHarnessError } from '../errors.ts';
import { provideRun, type RunOutcome, type ScenarioRun } from './provided-run.ts';

/** A run, and where its Allure results go. */
export interface MochaRun extends ScenarioRun {
  /** A folder of this run's own; see `allureResultsDir`. */
  readonly resultsDir: string;
}

/** What came of a run in Mocha. */
export interface MochaOutcome {
  /** Mocha's own count, which no exit code is made from. */
  readonly failures: number;
  /** Null where the run threw. */
  readonly outcome: RunOutcome | null;
  /** Why the run threw, or why Mocha never ran it. */
  readonly error: HarnessError | null;
  /** The first error that nobody caught meanwhile, such as one of the reporter's. */
  readonly uncaught: HarnessError | null;
}

// TypeScript reads its declarations as CommonJS and sees a namespace here; Node gives the class itself.
const reporter = AllureMocha as unknown as Mocha.ReporterConstructor;

/** How long Mocha may take to the end of a test in which an error was not caught. */
const LAST_WORDS_MS = 1000;

const spec = fileURLToPath(new URL(`../../scenarios/scenarios.spec${extname(import.meta.filename)}`, import.meta.url));

/**
 * Runs a scenario as the one test of a Mocha of its own, which writes Allure results.
 *
 * @remarks Once a process, since Node loads a spec file once. Resolves when the run itself has ended: whatever was
 * started is then undone.
 */
export async function runScenarioInMocha({ resultsDir, ...run }: MochaRun): Promise<MochaOutcome> {
  const ended = Promise.withResolvers<RunOutcome>();
  let started = false;
  const watched: ScenarioRun = {
    ...run,
    run: async (hooks) => {
      started = true;
      const promise = run.run(hooks);
      promise.then(ended.resolve, ended.reject);
      return await promise;
    },
  };
  ended.promise.catch(() => undefined);
  provideRun(watched);
  const mocha = new Mocha({ ui: 'bdd', timeout: 0, reporter, reporterOptions: { resultsDir } });
  mocha.failZero(true);
  mocha.addFile(spec);
  await mocha.loadFilesAsync();
  const hasEnded = async (): Promise<void> => void (started && (await Promise.allSettled([ended.promise])));
  const ran = await runMocha(mocha, hasEnded);
  if (!started) return { ...ran, outcome: null, error: toHarnessError(new Error('Mocha did not start the run.')) };
  return await ended.promise.then(
    (outcome) => ({ ...ran, outcome, error: null }),
    (thrown: unknown) => ({ ...ran, outcome: null, error: toHarnessError(thrown) }),
  );
}

/**
 * Runs Mocha to its end.
 *
 * @remarks Mocha would take an uncaught error for the end of the test, and then end the process when the run it had given
 * up ends as well; so it doesn't hear of them. Where its reporter throws (the disk is full), Mocha never ends: the run
 * does, and is waited for.
 */
async function runMocha(
  mocha: Mocha,
  hasEnded: () => Promise<void>,
): Promise<Pick<MochaOutcome, 'failures' | 'uncaught'>> {
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
