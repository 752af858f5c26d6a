import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const projectFolder = join(import.meta.dirname, '..');
const PREPARE_LIMIT_MS = 600_000;

/** A language of systems under test, beside TypeScript. */
export type Language = 'python' | 'go';

/** Whether tests of a language can be run here, and with which environment; or why not. */
export type Readiness =
  | { readonly ready: true; readonly env: NodeJS.ProcessEnv }
  | { readonly ready: false; readonly reason: string };

/** Makes what tests of a language need: an interpreter with the SDK, or the SDK's modules. */
export async function prepare(language: Language): Promise<Readiness> {
  try {
    return { ready: true, env: language === 'python' ? await preparePython() : await prepareGo() };
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { ready: false, reason: `no ${language} with Temporal's SDK can be had here (${line})` };
  }
}

/** A virtual environment for the requirements of the example, kept for later calls. */
async function preparePython(): Promise<NodeJS.ProcessEnv> {
  const requirements = join(projectFolder, 'examples/python-billing/requirements.txt');
  const name = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(homedir(), '.cache/durable-chaos/python', name);
  const python = join(folder, 'bin/python');
  if (!existsSync(join(folder, 'complete'))) {
    await run('python3', ['-m', 'venv', '--clear', folder], { timeout: PREPARE_LIMIT_MS });
    await run(python, ['-m', 'pip', 'install', '-q', '-r', requirements], { timeout: PREPARE_LIMIT_MS });
    await run('touch', [join(folder, 'complete')]);
  }
  return { CHAOS_TEST_PYTHON: python, BILLING_PYTHON: python };
}

async function prepareGo(): Promise<NodeJS.ProcessEnv> {
  for (const folder of ['test/real/languages/go', 'examples/go-transfer']) {
    await run('go', ['mod', 'download'], { cwd: join(projectFolder, folder), timeout: PREPARE_LIMIT_MS });
  }
  return {};
}
