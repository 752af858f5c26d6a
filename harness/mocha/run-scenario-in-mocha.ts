import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HarnessError, toHarnessError } from '../errors.ts';
import { provideRun, type RunOutcome, type ScenarioRun } from './provided-run.ts';
import { loadMocha, runMocha } from './run-mocha.ts';

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
  const mocha = await loadMocha(spec, resultsDir);
  const hasEnded = async (): Promise<void> => void (started && (await Promise.allSettled([ended.promise])));
  const ran = await runMocha(mocha, hasEnded);
  if (!started) return { ...ran, outcome: null, error: toHarnessError(new Error('Mocha did not start the run.')) };
  return await ended.promise.then(
    (outcome) => ({ ...ran, outcome, error: null }),
    (thrown: unknown) => ({ ...ran, outcome: null, error: toHarnessError(thrown) }),
  );
}
