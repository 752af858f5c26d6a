import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { messageOf } from '../errors.ts';
import { COMPILE_CACHE } from '../processes/compile-cache.ts';
import { livingProcess } from '../processes/process-identity.ts';
import { ProcessTree } from '../processes/process-tree.ts';
import { orAborted } from '../wait.ts';
import { ReplayerError, type ReplayerFailure } from './replayer-failure.ts';
import { LineSplitter, OpenReplays, type ReplayAnswers, readAnswer, readHello } from './replayer-lines.ts';
import type { ReplayerHello, ReplayQuestion } from './replayer-protocol.ts';

/** How a replayer is started. */
export interface ReplayerLaunch {
  /** Program and arguments; no shell reads them. `node` is the Node that runs the harness. */
  readonly command: readonly [string, ...string[]];
  /** On top of PATH and HOME. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Gets its standard error. */
  readonly logFile: string;
}

/** When an answer is no longer waited for. */
export interface AskLimits {
  readonly signal: AbortSignal;
  readonly limitMs: number;
}

const READY_LIMIT_MS = 120_000;
const KILL_LIMIT_MS = 5000;

/**
 * A process that replays event histories by the protocol, over its standard input and output.
 *
 * @remarks After its first failure it is killed, with all its descendants, and each later question fails likewise. It is
 * the leader of a session, so that an interrupt at the terminal does not reach it.
 */
export class ReplayerProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #hello = Promise.withResolvers<ReplayerHello>();
  readonly #failed = Promise.withResolvers<never>();
  readonly #tree: ProcessTree;
  /** Also those that are no longer waited for, since their answers still come. */
  readonly #open = new Map<OpenReplays, () => void>();
  #failure: ReplayerError | null = null;
  #isGreeted = false;
  #nextId = 1;

  constructor({ command: [program, ...args], env, folder, logFile }: ReplayerLaunch) {
    const log = openSync(logFile, 'a');
    this.#child = spawn(program === 'node' ? process.execPath : program, args, {
      cwd: folder,
      env: { ...inherited(), TEMPORAL_DEBUG: '1', ...env },
      detached: true,
      stdio: ['pipe', 'pipe', log],
    });
    closeSync(log);
    const identity = this.#child.pid === undefined ? null : livingProcess(this.#child.pid);
    this.#tree = new ProcessTree({ name: 'the replayer', roots: identity === null ? [] : [identity], tags: [] });
    // Replays run beside a recovering system and must not slow it down, and must end on a busy machine too.
    if (identity !== null) setPriority(identity.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    this.#failed.promise.catch(() => undefined);
    this.#follow(program);
  }

  /** What its first line says. */
  async hello({ signal }: Pick<AskLimits, 'signal'>): Promise<ReplayerHello> {
    const late = { kind: 'not-ready', limitMs: READY_LIMIT_MS } as const;
    return await this.#within(this.#hello.promise, { signal, limitMs: READY_LIMIT_MS }, late);
  }

  /**
   * Asks for replays, and resolves once all are answered.
   *
   * @returns the answers to each question
   * @throws ReplayerError if it fails before; the signal's reason when it aborts
   */
  async ask(questions: readonly ReplayQuestion[], limits: AskLimits): Promise<readonly ReplayAnswers[]> {
    await this.hello(limits);
    const requests = questions.map((question) => ({ id: this.#nextId++, ...question }));
    const open = new OpenReplays(requests);
    const { promise: done, resolve } = Promise.withResolvers<void>();
    if (open.isDone) resolve();
    else this.#open.set(open, resolve);
    for (const request of requests) this.#stdin.write(`${JSON.stringify(request)}\n`);
    const replays = requests.reduce((sum, { events }) => sum + events.length, 0);
    await this.#within(done, limits, { kind: 'too-slow', replays, limitMs: limits.limitMs });
    return requests.map(({ id }) => open.answersOf(id));
  }

  /** Ends the process and its descendants. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stdin.destroy();
    await this.#kill();
  }

  /** Takes it for failed, and ends it; the first failure counts. */
  async fail(failure: ReplayerFailure): Promise<void> {
    if (this.#failure !== null) return;
    this.#failure = new ReplayerError(failure);
    this.#failed.reject(this.#failure);
    await this.#kill();
  }

  /** @throws ReplayerError of its failure */
  throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  get #stdin(): Writable {
    if (this.#child.stdin === null) throw new TypeError('The replayer was started without a pipe.');
    return this.#child.stdin;
  }

  async #within<T>(promise: Promise<T>, { signal, limitMs }: AskLimits, late: ReplayerFailure): Promise<T> {
    const limit = AbortSignal.timeout(limitMs);
    try {
      return await orAborted(Promise.race([promise, this.#failed.promise]), AbortSignal.any([signal, limit]));
    } catch (error) {
      signal.throwIfAborted();
      if (limit.aborted) await this.fail(late);
      throw this.#failure ?? error;
    }
  }

  #follow(program: string): void {
    this.#child.on('error', (error) => this.#failQuietly({ kind: 'not-started', program, error: messageOf(error) }));
    // Not before all that it has written was read.
    this.#child.on('close', (code, signal) => this.#failQuietly({ kind: 'ended', exit: signal ?? code ?? 0 }));
    // A process that has ended reads no more; `close` says so.
    this.#child.stdin?.on('error', () => undefined);
    const lines = new LineSplitter();
    const stdout: Readable | null = this.#child.stdout;
    stdout?.setEncoding('utf8').on('data', (text: string) => {
      try {
        for (const line of lines.take(text)) this.#take(line);
      } catch (error) {
        if (!(error instanceof ReplayerError)) throw error;
        this.#failQuietly(error.failure);
      }
    });
  }

  #take(line: string): void {
    if (!this.#isGreeted) {
      this.#hello.resolve(readHello(line));
      this.#isGreeted = true;
      return;
    }
    const answer = readAnswer(line);
    const [open, resolve] = [...this.#open].find(([one]) => one.take(answer)) ?? [];
    if (open === undefined) throw new ReplayerError({ kind: 'not-asked', id: answer.id, events: answer.events });
    if (!open.isDone) return;
    this.#open.delete(open);
    resolve?.();
  }

  #failQuietly(failure: ReplayerFailure): void {
    // One that can't be killed is left to the reaper, which finds it by its tag.
    this.fail(failure).catch(() => undefined);
  }

  async #kill(): Promise<void> {
    const { exitCode, signalCode, pid } = this.#child;
    const isOver = exitCode !== null || signalCode !== null || pid === undefined;
    const gone = isOver ? Promise.resolve() : once(this.#child, 'exit');
    await this.#tree.kill(KILL_LIMIT_MS);
    await gone;
  }
}

/** What every replayer finds in its environment: `TEMPORAL_DEBUG` switches off the deadlock detectors of all SDKs. */
function inherited(): Readonly<Record<string, string>> {
  const names = ['PATH', 'HOME', COMPILE_CACHE];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
