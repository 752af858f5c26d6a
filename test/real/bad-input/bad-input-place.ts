import { once } from 'node:events';
import { globSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { makePlan } from '../../../harness/runner/make-plan.ts';
import { workerKill } from '../../../scenarios/worker-kill.ts';
import { leftoversOf } from '../leftovers.ts';
import { chaosMain, type Ended, type Program, projectFolder, runProgram } from '../run-scenario.ts';
import { runIdIn } from '../told-run-id.ts';
import { type BadInput, isApart, type PlanText } from './bad-input.ts';
import { type CommandLine, runInProcess } from './run-in-process.ts';

/** What stands for what in the files and the environment of a case, such as `{port}`. */
export type Fillings = Readonly<Record<string, string>>;

/** A port that is taken. */
export async function takePort(): Promise<{ readonly port: string; readonly listener: Server }> {
  const listener = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return { port: String((listener.address() as AddressInfo).port), listener };
}

/** A folder of a case's own, with a project in it and a folder for what is temporary. */
export class BadInputPlace {
  readonly folder: string;
  readonly #fillings: Fillings;

  private constructor(folder: string, fillings: Fillings) {
    this.folder = folder;
    this.#fillings = { ...fillings, place: folder };
  }

  static async make(fillings: Fillings): Promise<BadInputPlace> {
    const folder = await mkdtemp(join(tmpdir(), 'chaos-bad-input-'));
    // PostgreSQL, which refuses to be root, must get through.
    await chmod(folder, 0o755);
    await mkdir(join(folder, 'project'));
    await mkdir(join(folder, 'tmp'));
    await writeFile(join(folder, 'project', 'package.json'), '{ "type": "module" }');
    return new BadInputPlace(folder, fillings);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Makes what the case asks for, runs it, and looks at what it said and what it left. */
  async expectRefusal(input: BadInput): Promise<Ended> {
    await this.configure(input.config === undefined ? 'export const config = real;' : input.config);
    if (input.plan !== undefined) await this.#writePlan(input.plan);
    for (const [name, text] of Object.entries(input.files ?? {})) {
      await mkdir(dirname(join(this.folder, name)), { recursive: true });
      await writeFile(join(this.folder, name), this.#filled(text), { mode: 0o755 });
    }
    const ended = await (isApart(input)
      ? runProgram(this.#programOf(input))
      : runInProcess(this.#commandLineOf(input)));
    expectOneLine(ended, input);
    await this.expectNothingLeft(ended.stderr, input);
    return ended;
  }

  async configure(text: string | null): Promise<void> {
    if (text === null) return;
    const real = pathToFileURL(join(projectFolder, 'chaos.config.ts')).href;
    const lines = [`import { config as real } from '${real}';`, text];
    await writeFile(join(this.folder, 'project', 'chaos.config.ts'), lines.join('\n'));
  }

  async expectNothingLeft(
    stderr: string,
    { leavesRun, leavesExploration }: Pick<BadInput, 'leavesRun' | 'leavesExploration'> = {},
  ): Promise<void> {
    const runId = runIdIn(stderr);
    expect(runId === null ? [] : leftoversOf(runId)).to.deep.equal([]);
    // npm's own, where it was asked.
    const made = (await readdir(join(this.folder, 'tmp'))).filter((name) => name !== 'node-compile-cache');
    expect(made).to.deep.equal([]);
    const left = (pattern: string): number => globSync(`project/reports/${pattern}`, { cwd: this.folder }).length;
    expect(left('runs/*/*'), 'folders of runs').to.equal(leavesRun ? 1 : 0);
    expect(left('explorations/*/*'), 'folders of explorations').to.equal(leavesExploration ? 1 : 0);
    expect(left('explorations/*/*/exploration.json'), 'explorations').to.equal(leavesExploration ? 1 : 0);
    expect(left('allure-results/*/*'), 'results of Allure').to.equal(leavesRun || leavesExploration ? 1 : 0);
  }

  async #writePlan(change: NonNullable<BadInput['plan']>): Promise<void> {
    const made = makePlan(workerKill, { seed: 7, params: {}, sabotage: null, noFault: false, harnessVersion: '0' });
    const plan = JSON.parse(JSON.stringify(made)) as PlanText;
    if (typeof change !== 'string') change(plan);
    const text = typeof change === 'string' ? change : JSON.stringify(plan);
    await writeFile(join(this.folder, 'project', 'plan.json'), text);
  }

  #filled(text: string): string {
    return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => this.#fillings[name] ?? whole);
  }

  /** How the case is started; a limit on the size of files stands for a full disk, since root may not be refused one. */
  #programOf(input: BadInput): Program {
    const { args, env, cwd } = this.#commandLineOf(input);
    const node = { command: process.execPath, args: [chaosMain, ...args], env, cwd };
    if (input.through === undefined) return node;
    if (input.through === 'npm') return { command: 'npm', args: ['run', ...args], env };
    const script = input.through === 'full disk' ? 'ulimit -f 1; exec "$0" "$@"' : 'ulimit -f 0; exec "$0" "$@" > out';
    return { ...node, command: 'sh', args: ['-c', script, node.command, ...node.args] };
  }

  #commandLineOf(input: BadInput): CommandLine {
    const given = Object.entries(input.env ?? {}).map(([name, value]) => [name, this.#filled(value)]);
    const own = { TMPDIR: join(this.folder, 'tmp'), FORCE_COLOR: '0', ...this.#engine() };
    const env = { ...own, ...(Object.fromEntries(given) as Record<string, string>) };
    const plan = input.plan === undefined ? [] : ['--plan', 'plan.json'];
    const args = [...(input.args ?? ['scenario', 'worker-kill']), ...plan];
    return { args, env, cwd: join(this.folder, 'project') };
  }

  /** A machine without an engine, so that a run goes to the embedded stack, unless the cases are about engines. */
  #engine(): Readonly<Record<string, string>> {
    const { engine } = this.#fillings;
    return engine === undefined ? {} : { DOCKER_HOST: engine };
  }
}

function expectOneLine({ exit, stderr }: Ended, input: BadInput): void {
  const lines = stderr.split('\n');
  const said = lines.filter((line) => line.startsWith('CHAOS_'));
  expect(said, stderr).to.have.length(1);
  // What is wrong, and where that does not say it, what to do: never a bare value.
  expect(said[0], stderr).to.match(new RegExp(`^${input.code}: \\S.{15,}\\S$`));
  expect(said[0], stderr).not.to.match(/undefined|\[object |after 0 ms/);
  if (typeof input.says === 'string') expect(said[0], stderr).to.include(input.says);
  else expect(said[0], stderr).to.match(input.says);
  expect(
    lines.filter((line) => /^\s+at .*:\d+|^\s+at async|^Warning|node:internal/.test(line)),
    stderr,
  ).to.deep.equal([]);
  expect(exit, stderr).to.equal(input.exit);
}
