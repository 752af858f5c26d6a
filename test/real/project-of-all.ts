import { existsSync } from 'node:fs';
import { appendFile, chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { type Summary, summarySchema } from '../../harness/model/summary.ts';
import { chaosMain, type Ended, projectFolder, runProgram } from './run-scenario.ts';

/** Scenarios of a {@link ProjectOfAll}, as source text: the names of two real ones, and three made from them. */
export const sources = {
  kill: 'kill',
  greeting: 'greeting',
  lacking: "{ ...greeting, name: 'needs-docker', needs: ['restart-policy'] }",
  breaking: `{ ...greeting, name: 'breaks', plan: (...args) => {
  const { workload: [job, ...jobs], ...body } = greeting.plan(...args);
  return { ...body, workload: [{ ...job, expect: { ...job.expect, result: 'never' } }, ...jobs] };
} }`,
  dying: `{ ...greeting, name: 'dies', plan: (...args) => {
  if (process.argv.includes('dies')) process.kill(process.pid, 'SIGKILL');
  return greeting.plan(...args);
} }`,
} as const;

/** A project in a temporary folder, whose scenarios are few and short, and what `scenario --all` leaves in it. */
export class ProjectOfAll {
  /** The folder of the project. */
  readonly place: string;

  private constructor(place: string) {
    this.place = place;
  }

  /** Makes a project with these scenarios, made from two real ones with less to do. */
  static async with(...scenarios: readonly string[]): Promise<ProjectOfAll> {
    const place = await mkdtemp(join(tmpdir(), 'chaos-all-'));
    // PostgreSQL, which refuses to be root, must get through.
    await chmod(place, 0o755);
    await writeFile(join(place, 'package.json'), '{ "type": "module" }');
    const real = pathToFileURL(join(projectFolder, 'chaos.config.ts')).href;
    const lines = [
      `import { config as real } from '${real}';`,
      'const named = (name) => real.scenarios.find((scenario) => scenario.name === name);',
      'const less = (scenario, own) => ({',
      '  ...scenario,',
      '  plan: (seed, params) => scenario.plan(seed, { ...params, ...own }),',
      '});',
      "const greeting = less(named('greeting-worker-kill'), { greetings: 6 });",
      "const kill = less(named('worker-kill'), { documents: 6 });",
      `export const config = { ...real, scenarios: [${scenarios.join(', ')}] };`,
    ];
    await writeFile(join(place, 'chaos.config.ts'), lines.join('\n'));
    return new ProjectOfAll(place);
  }

  /** A path below its reports. */
  reports(...path: readonly string[]): string {
    return join(this.place, 'reports', ...path);
  }

  /** Adds lines to its configuration. */
  async append(lines: readonly string[]): Promise<void> {
    await appendFile(join(this.place, 'chaos.config.ts'), `\n${lines.join('\n')}`);
  }

  /** Runs all of its scenarios. */
  async runAll(...flags: readonly string[]): Promise<Ended & { readonly summary: Summary }> {
    const args = [chaosMain, 'scenario', '--all', ...flags];
    const ended = await runProgram({ command: process.execPath, args, cwd: this.place, env: { NO_COLOR: '1' } });
    return { ...ended, summary: await this.summary(ended.stderr) };
  }

  /** Its summary; a missing one fails with what the command said. */
  async summary(stderr: string): Promise<Summary> {
    const path = this.reports('summary.json');
    expect(existsSync(path), stderr).to.equal(true);
    return summarySchema.parse(JSON.parse(await readFile(path, 'utf8')));
  }

  /** Removes its folder. */
  remove(): Promise<void> {
    return rm(this.place, { recursive: true, force: true });
  }
}

/** The lines of a command's output that are errors with a code. */
export function errorsIn(stderr: string): readonly string[] {
  return stderr.split('\n').filter((line) => line.startsWith('CHAOS_'));
}
