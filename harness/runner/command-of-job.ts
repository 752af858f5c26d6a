import { HarnessError } from '../errors.ts';
import { isOfPattern } from '../model/also-started.ts';
import { idsOfOthers } from '../model/as-started.ts';
import { count } from '../model/count.ts';
import { entriesOf } from '../model/journal.ts';
import type { Job } from '../model/plan.ts';
import type { RunningCommand } from '../model/running-command.ts';
import { filledIn, limitOf, type StartCommand } from '../model/start-command.ts';
import { elapse } from '../wait.ts';
import { clientOperation, type OperationEnd } from './client-operation.ts';
import { CommandTrouble, commandSentence, describeEnd } from './command-trouble.ts';
import { serverWasStruck } from './fault-state.ts';
import type { RunContext } from './run-context.ts';

/** The context of a command. */
export type CommandContext = Pick<RunContext, 'journal' | 'probes' | 'signal'> & {
  readonly stack: Pick<RunContext['stack'], 'startCommand' | 'workers'>;
};

const POLL_MS = 25;
/** How often Temporal is asked for a workflow whose start the relay has not seen. */
const ASK_EVERY_MS = 250;
/** How long after the end of its command a workflow may still appear at most: the command may have asked another service. */
const AFTER_END_MS = 5000;

/**
 * A command that starts the workflow of a job, until it has ended.
 *
 * @remarks It may wait for the result, so it is no part of the start: that is answered once the workflow is there. The
 * command itself must end with 0, soon after its workflow.
 */
export class CommandOfJob {
  readonly #context: CommandContext;
  readonly #workflowId: string;
  readonly #how: StartCommand;
  readonly #words: StartCommand['command'];
  readonly #limitMs: number;
  readonly #beginMs = performance.now();
  readonly #journalMs: number;
  readonly #letStart: (() => Promise<void>) | undefined;
  readonly #seen = new Set<string>();
  /** The workflows that were there before; null: Temporal is not searched for its own. */
  #before: ReadonlySet<string> | null = null;
  #running: RunningCommand | null = null;
  /** How long it was held, in milliseconds; null while it is. */
  #heldMs: number | null = 0;
  #endedMs: number | null = null;
  #said = '';
  /** Why the harness ended it. */
  #killedFor: CommandTrouble | null = null;
  #over: Promise<void> = Promise.resolve();
  /** What became of the start, and of the command itself. */
  #start: OperationEnd = { step: 'info' };
  #end: OperationEnd = { step: 'info' };

  private constructor(
    context: CommandContext,
    { workflowId, start }: Job,
    letStart: (() => Promise<void>) | undefined,
  ) {
    if (start === undefined) throw new TypeError(`Expected a command that starts ${workflowId}.`);
    this.#context = context;
    this.#letStart = letStart;
    this.#workflowId = workflowId;
    this.#how = start;
    this.#words = filledIn(start.command, { workflowId });
    this.#limitMs = limitOf(start);
    this.#journalMs = context.journal.nowMs();
  }

  /**
   * Runs it; resolves once its workflow is there, or will not come.
   *
   * @param letStart - holds its request for the workflow; if left out, nothing does
   */
  static async begin(context: CommandContext, job: Job, letStart?: () => Promise<void>): Promise<CommandOfJob> {
    const command = new CommandOfJob(context, job, letStart);
    const { workflowId } = job;
    const outcomeUnknown = (error: unknown): boolean => command.#isUnknown(error);
    const common = { workflowId, outcomeUnknown };
    const run = clientOperation(context, { ...common, action: 'command', run: () => command.#run() });
    command.#over = run.then((end) => void (command.#end = end));
    command.#over.catch(() => undefined);
    command.#start = await clientOperation(context, {
      ...common,
      action: 'start',
      run: () => command.#untilStarted(),
      more: () => ({ started: command.#startedIds() }),
    });
    await command.#startChosen();
    return command;
  }

  /** What is wrong with it by now, as a sentence; null: nothing. */
  get failure(): string | null {
    return [this.#start, this.#end].find(({ step }) => step === 'fail')?.message ?? null;
  }

  /**
   * Waits until it has ended, or ends it.
   *
   * @param workflowEnded - whether its workflow has, so that nothing keeps it
   */
  async finish(workflowEnded: boolean): Promise<void> {
    if (workflowEnded) {
      const limit = elapse(this.#limitMs, this.#context.signal).catch(() => undefined);
      await Promise.race([this.#over, limit]);
    }
    const sentence = workflowEnded
      ? `had not ended ${this.#limitMs} ms after its workflow`
      : 'was ended with the run, as its workflow had not ended';
    await this.#kill(sentence, !workflowEnded);
    await this.#over;
  }

  /** The ids of the pattern that it chose, or else all that it started. */
  #startedIds(): string[] {
    const { idPattern } = this.#how;
    return [...this.#seen].filter((id) => idPattern === undefined || isOfPattern(id, idPattern));
  }

  /** Each workflow of an id that it chose is one that it started: the job that stands for it in the plan is not there. */
  async #startChosen(): Promise<void> {
    if (this.#how.idPattern === undefined) return;
    const run = (): Promise<void> => Promise.resolve();
    const start = (workflowId: string) => clientOperation(this.#context, { action: 'start', workflowId, run });
    await Promise.all(
      this.#startedIds()
        .filter((id) => id !== this.#workflowId)
        .map(start),
    );
  }

  async #run(): Promise<void> {
    try {
      await this.#lookBefore();
      const seen = (workflowId: string): void => void this.#seen.add(workflowId);
      const asked = (workflowId: string): Promise<void> | undefined => this.#held(workflowId);
      this.#running = await this.#context.stack.startCommand({ words: this.#words, asked, seen });
      const end = await this.#running.ended;
      this.#said = describeEnd(end);
      if (this.#killedFor !== null) throw this.#killedFor;
      if (end.exitCode !== 0) throw new CommandTrouble(this.#sentence(this.#said), await this.#hasEndedOtherwise());
      this.#demandNoMore();
    } catch (error) {
      if (this.#said === '') this.#said = `could not be run: ${error instanceof Error ? error.message : String(error)}`;
      throw error;
    } finally {
      this.#endedMs = performance.now();
    }
  }

  async #lookBefore(): Promise<void> {
    if (this.#how.idPattern?.includes(this.#workflowId) !== true) return;
    const executions = await this.#context.probes.workflows.executions();
    this.#before = new Set(executions.map(({ workflowId }) => workflowId));
  }

  #held(workflowId: string): Promise<void> | undefined {
    if (workflowId !== this.#workflowId || this.#letStart === undefined || this.#heldMs === null) return undefined;
    const [fromMs, beforeMs] = [performance.now(), this.#heldMs];
    this.#heldMs = null;
    return this.#letStart().finally(() => (this.#heldMs = beforeMs + performance.now() - fromMs));
  }

  async #untilStarted(): Promise<void> {
    const { signal } = this.#context;
    let askMs = performance.now() + ASK_EVERY_MS;
    for (;;) {
      signal.throwIfAborted();
      if (this.#wasSeen()) return this.#demandNewIds();
      const isLast = this.#isTooLate();
      if (isLast || performance.now() >= askMs) {
        if (await this.#isThere()) return;
        askMs = performance.now() + ASK_EVERY_MS;
      }
      if (isLast) throw await this.#missing();
      await elapse(POLL_MS, signal);
    }
  }

  #wasSeen(): boolean {
    const { idPattern, executions = 1 } = this.#how;
    return idPattern === undefined ? this.#seen.has(this.#workflowId) : this.#startedIds().length >= executions;
  }

  /** Two jobs under the same id would be judged by the same workflow, and a job would be its own reference. */
  #demandNewIds(): void {
    if (this.#how.idPattern === undefined) return;
    const starts = entriesOf(this.#context.journal.entries(), 'client').filter(({ action }) => action === 'start');
    const others = new Set(starts.map(({ workflowId }) => workflowId).filter((id) => id !== this.#workflowId));
    const again = this.#startedIds().find((id) => others.has(id));
    if (again === undefined) return;
    const sentence = `started the workflow "${again}", which another job had started: choose new ids each time`;
    throw new CommandTrouble(this.#sentence(sentence), false);
  }

  /** Those that it starts late are no jobs, so whether these are judged as planned would be a matter of time. */
  #demandNoMore(): void {
    const { idPattern, executions = 1 } = this.#how;
    const started = this.#startedIds().length;
    if (idPattern === undefined || started <= executions) return;
    const sentence = `started ${started} workflows with ids of the pattern "${idPattern}" instead of ${executions}`;
    throw new CommandTrouble(this.#sentence(sentence), false);
  }

  #isTooLate(): boolean {
    const afterMs = Math.min(AFTER_END_MS, this.#limitMs);
    if (this.#endedMs !== null) return performance.now() >= this.#endedMs + afterMs;
    return this.#heldMs !== null && performance.now() >= this.#beginMs + this.#heldMs + this.#limitMs;
  }

  /** A failed look (a server is away) says nothing. */
  async #isThere(): Promise<boolean> {
    if (this.#how.idPattern !== undefined) return this.#isThereUnderChosenIds(this.#how.idPattern);
    const state = await this.#context.probes.workflows.state(this.#workflowId).catch(() => null);
    return state !== null;
  }

  /** Where the pattern has the id of the job in it, it tells whose a workflow is that another service started, or a schedule. */
  async #isThereUnderChosenIds(idPattern: string): Promise<boolean> {
    const before = this.#before;
    if (before === null) return false;
    const executions = await this.#context.probes.workflows.executions().catch(() => []);
    const others = idsOfOthers(this.#workflowId, this.#context.journal.entries());
    for (const { workflowId } of executions) {
      const isOther = before.has(workflowId) || others.has(workflowId);
      if (!isOther && isOfPattern(workflowId, idPattern)) this.#seen.add(workflowId);
    }
    return this.#wasSeen();
  }

  async #missing(): Promise<CommandTrouble> {
    const nothing = `and ${this.#startedInstead()}`;
    if (this.#endedMs !== null) return new CommandTrouble(this.#sentence(`${this.#said}, ${nothing}`), false);
    const sentence = `had not ended after ${this.#limitMs} ms, ${nothing}`;
    await this.#kill(sentence, false);
    return new CommandTrouble(this.#sentence(sentence), false);
  }

  #startedInstead(): string {
    const { idPattern, executions = 1 } = this.#how;
    const others = [...this.#seen].map((id) => `"${id}"`).join(', ');
    const instead = others === '' ? '' : `, but ${others}`;
    if (idPattern === undefined) return `started no workflow "${this.#workflowId}"${instead}`;
    const fewer = `was seen at the gateway to start ${this.#startedIds().length} of ${count(executions, 'workflow')}`;
    return `${fewer} with ids of the pattern "${idPattern}"${instead}`;
  }

  async #kill(sentence: string, isUnknown: boolean): Promise<void> {
    if (this.#endedMs !== null) return;
    this.#killedFor = new CommandTrouble(this.#sentence(sentence), isUnknown);
    await this.#running?.kill();
  }

  /** A client that waits for a workflow's end fails if that ends otherwise than as completed. */
  async #hasEndedOtherwise(): Promise<boolean> {
    const ids = this.#how.idPattern === undefined ? [this.#workflowId] : this.#startedIds();
    const { workflows } = this.#context.probes;
    const states = await Promise.all(ids.map((id) => workflows.state(id).catch(() => null)));
    return states.some((state) => state !== null && !state.running && !state.completed);
  }

  #isUnknown(error: unknown): boolean {
    if (error instanceof CommandTrouble) return error.isUnknown || serverWasStruck(this.#context, this.#journalMs);
    return !(error instanceof HarnessError) || this.#context.signal.aborted;
  }

  #sentence(what: string): string {
    return commandSentence(this.#words, what);
  }
}
