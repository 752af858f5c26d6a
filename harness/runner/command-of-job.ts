import { HarnessError } from '../errors.ts';
import type { Job } from '../model/plan.ts';
import type { RunningCommand } from '../model/running-command.ts';
import { filledIn, limitOf, type StartCommand } from '../model/start-command.ts';
import { elapse } from '../wait.ts';
import { clientOperation, type OperationEnd } from './client-operation.ts';
import { CommandTrouble, commandSentence, describeEnd } from './command-trouble.ts';
import { anythingWasStruck, serverWasStruck } from './fault-state.ts';
import type { RunContext } from './run-context.ts';
import { StartsOfJob } from './starts-of-job.ts';

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
  readonly #starts: StartsOfJob;
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

  private constructor(context: CommandContext, job: Job, letStart: (() => Promise<void>) | undefined) {
    const { workflowId, start } = job;
    if (start === undefined) throw new TypeError(`Expected a command that starts ${workflowId}.`);
    this.#context = context;
    this.#letStart = letStart;
    this.#workflowId = workflowId;
    this.#how = start;
    this.#words = filledIn(start.command, { workflowId });
    this.#limitMs = limitOf(start);
    this.#journalMs = context.journal.nowMs();
    this.#starts = new StartsOfJob(context, job);
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
      more: () => ({ started: [...command.#starts.ids()] }),
    });
    await command.#starts.journalChosen();
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

  async #run(): Promise<void> {
    try {
      await this.#starts.lookBefore();
      const seen = (workflowId: string): void => this.#starts.add(workflowId);
      const asked = (workflowId: string): Promise<void> | undefined => this.#held(workflowId);
      this.#running = await this.#context.stack.startCommand({ words: this.#words, cwd: this.#how.cwd, asked, seen });
      const end = await this.#running.ended;
      this.#said = describeEnd(end);
      if (this.#killedFor !== null) throw this.#killedFor;
      if (end.exitCode !== 0) throw new CommandTrouble(this.#sentence(this.#said), await this.#mayHaveGivenUp());
      this.#refuse(this.#starts.tooMany());
    } catch (error) {
      if (this.#said === '') this.#said = `could not be run: ${error instanceof Error ? error.message : String(error)}`;
      throw error;
    } finally {
      this.#endedMs = performance.now();
    }
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
      if (this.#starts.areComplete()) return this.#refuse(this.#starts.usedAgain());
      const isLast = this.#isTooLate();
      if (isLast || performance.now() >= askMs) {
        if (await this.#isThere()) return;
        askMs = performance.now() + ASK_EVERY_MS;
      }
      if (isLast) throw await this.#missing();
      await elapse(POLL_MS, signal);
    }
  }

  #isTooLate(): boolean {
    const afterMs = Math.min(AFTER_END_MS, this.#limitMs);
    if (this.#endedMs !== null) return performance.now() >= this.#endedMs + afterMs;
    return this.#heldMs !== null && performance.now() >= this.#beginMs + this.#heldMs + this.#limitMs;
  }

  /** A failed look (a server is away) says nothing. */
  async #isThere(): Promise<boolean> {
    if (this.#how.idPattern !== undefined) return this.#starts.search();
    const state = await this.#context.probes.workflows.state(this.#workflowId).catch(() => null);
    return state !== null;
  }

  /** @throws CommandTrouble if there is something to say */
  #refuse(sentence: string | null): void {
    if (sentence !== null) throw new CommandTrouble(this.#sentence(sentence), false);
  }

  async #missing(): Promise<CommandTrouble> {
    const nothing = `and ${this.#starts.instead()}`;
    if (this.#endedMs !== null) return new CommandTrouble(this.#sentence(`${this.#said}, ${nothing}`), false);
    const sentence = `had not ended after ${this.#limitMs} ms, ${nothing}`;
    await this.#kill(sentence, false);
    return new CommandTrouble(this.#sentence(sentence), false);
  }

  async #kill(sentence: string, isUnknown: boolean): Promise<void> {
    if (this.#endedMs !== null) return;
    this.#killedFor = new CommandTrouble(this.#sentence(sentence), isUnknown);
    await this.#running?.kill();
  }

  /**
   * A correct client may have a limit for what a fault delays, such as the result or a query. What it did not start is a
   * failed start all the same.
   */
  async #mayHaveGivenUp(): Promise<boolean> {
    return anythingWasStruck(this.#context.journal, this.#journalMs) || (await this.#hasEndedOtherwise());
  }

  /** A client that waits for a workflow's end fails if that ends otherwise than as completed. */
  async #hasEndedOtherwise(): Promise<boolean> {
    const ids = this.#how.idPattern === undefined ? [this.#workflowId] : this.#starts.ids();
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
