import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import Mocha from 'mocha';
import type { TestTime } from './test-times.ts';

const projectFolder = join(import.meta.dirname, '..', '..');

/**
 * Mocha's own reporter of specifications that also writes what each test and each hook took, as JSON into the file that
 * the environment names by CHAOS_TEST_TIMES.
 */
class TimesReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const path = process.env['CHAOS_TEST_TIMES'];
    if (path === undefined) return;
    const times: TestTime[] = [];
    const note = (one: Mocha.Runnable, state: TestTime['state'], failure?: string): void => {
      const { duration: ms = 0, file = '' } = one;
      const said = failure === undefined ? {} : { failure };
      times.push({ title: one.titlePath().join(' › '), file: relative(projectFolder, file), ms, state, ...said });
    };
    runner.on('pass', (test) => note(test, 'passed'));
    runner.on('fail', (test, error: unknown) => note(test, 'failed', messageOf(error)));
    runner.on('hook end', (hook) => {
      if ((hook.duration ?? 0) > 0) note(hook, 'hook');
    });
    runner.on('end', () => writeFileSync(path, JSON.stringify(times)));
  }
}

/** The message; from a parallel worker an error comes as plain data. */
function messageOf(error: unknown): string {
  const { message } = error as { readonly message?: unknown };
  return typeof message === 'string' ? message : String(error);
}

// What Mocha finds when it requires a reporter by its path.
export { TimesReporter as 'module.exports' };
