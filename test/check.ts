/**
 * `npm run check`: format, lint, types and unit tests. The tests run beside the others, for the sake of a second core;
 * what each says is printed in one piece when it ends.
 */
import { spawn } from 'node:child_process';
import { withCompileCache } from './compile-cache.ts';
import { projectFolder } from './parts.ts';

const lanes = [['test:unit'], ['format:check', 'lint:check', 'typecheck']] as const;

const failed = (await Promise.all(lanes.map(runLane))).flat();
if (failed.length > 0) console.log(`Failed: ${failed.map((script) => `npm run ${script}`).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Runs scripts one after the other until one fails; gives the one that did. */
async function runLane(scripts: readonly string[]): Promise<readonly string[]> {
  for (const script of scripts) {
    if (!(await passes(script))) return [script];
  }
  return [];
}

async function passes(script: string): Promise<boolean> {
  const env = withCompileCache(process.env);
  const child = spawn('npm', ['run', '-s', script], { cwd: projectFolder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  process.stdout.write(output);
  return exit === 0;
}
