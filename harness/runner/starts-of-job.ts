import { isOfPattern } from '../model/also-started.ts';
import { chosenIds, idsOfOthers } from '../model/as-started.ts';
import { count } from '../model/count.ts';
import { entriesOf } from '../model/journal.ts';
import type { Job } from '../model/plan.ts';
import { clientOperation } from './client-operation.ts';
import type { RunContext } from './run-context.ts';

/** The workflows that the command or the schedule of a job has started, as far as they are known. */
export class StartsOfJob {
  readonly #context: Pick<RunContext, 'journal' | 'probes'>;
  readonly #workflowId: string;
  readonly #idPattern: string | undefined;
  readonly #executions: number;
  readonly #seen = new Set<string>();
  /** The workflows that were there before; null: Temporal is not searched for its own. */
  #before: ReadonlySet<string> | null = null;

  constructor(context: Pick<RunContext, 'journal' | 'probes'>, job: Pick<Job, 'workflowId' | 'start' | 'bySchedule'>) {
    const chosen = chosenIds(job);
    this.#context = context;
    this.#workflowId = job.workflowId;
    this.#idPattern = chosen?.idPattern;
    this.#executions = chosen?.executions ?? 1;
    // The plan's own schedule is new, and so are its workflows.
    if (job.bySchedule !== undefined) this.#before = new Set();
  }

  /** Notes one that was seen at the gateway. */
  add(workflowId: string): void {
    this.#seen.add(workflowId);
  }

  /** The ids of the pattern that the command chose, or else all that it started. */
  ids(): readonly string[] {
    const idPattern = this.#idPattern;
    return [...this.#seen].filter((id) => idPattern === undefined || isOfPattern(id, idPattern));
  }

  /** Whether it has started what it should. */
  areComplete(): boolean {
    if (this.#idPattern === undefined) return this.#seen.has(this.#workflowId);
    return this.ids().length >= this.#executions;
  }

  /** Remembers what is there before the command runs, if Temporal is to be searched later. */
  async lookBefore(): Promise<void> {
    if (this.#idPattern?.includes(this.#workflowId) !== true) return;
    const executions = await this.#context.probes.workflows.executions();
    this.#before = new Set(executions.map(({ workflowId }) => workflowId));
  }

  /**
   * Searches Temporal, where the pattern has the id of the job in it: it tells whose a workflow is that another service
   * started, or a schedule.
   *
   * @returns whether the command has started what it should; a failed search (a server is away) says nothing
   */
  async search(): Promise<boolean> {
    const [before, idPattern] = [this.#before, this.#idPattern];
    if (before === null || idPattern === undefined) return false;
    const executions = await this.#context.probes.workflows.executions().catch(() => []);
    const others = idsOfOthers(this.#workflowId, this.#context.journal.entries());
    for (const { workflowId } of executions) {
      const isOther = before.has(workflowId) || others.has(workflowId);
      if (!isOther && isOfPattern(workflowId, idPattern)) this.#seen.add(workflowId);
    }
    return this.areComplete();
  }

  /**
   * A clause about an id that another job has started too; null: there is none. Both would be judged by the same workflow,
   * and a job would be its own reference.
   */
  usedAgain(): string | null {
    if (this.#idPattern === undefined) return null;
    const starts = entriesOf(this.#context.journal.entries(), 'client').filter(({ action }) => action === 'start');
    const others = new Set(starts.map(({ workflowId }) => workflowId).filter((id) => id !== this.#workflowId));
    const again = this.ids().find((id) => others.has(id));
    return again === undefined
      ? null
      : `started the workflow "${again}", which another job had started: choose new ids each time`;
  }

  /**
   * A clause about more workflows than it should start; null: there are none. Those that it starts late are no jobs, so
   * whether these are judged as planned would be a matter of time.
   */
  tooMany(): string | null {
    const started = this.ids().length;
    if (this.#idPattern === undefined || started <= this.#executions) return null;
    return `started ${started} workflows with ids of the pattern "${this.#idPattern}" instead of ${this.#executions}`;
  }

  /** Journals a start of each workflow under another id: the job that stands for them in the plan is not there. */
  async journalChosen(): Promise<void> {
    if (this.#idPattern === undefined) return;
    const run = (): Promise<void> => Promise.resolve();
    const start = (workflowId: string) => clientOperation(this.#context, { action: 'start', workflowId, run });
    await Promise.all(
      this.ids()
        .filter((id) => id !== this.#workflowId)
        .map(start),
    );
  }

  /** A clause that says what it started in the place of what it should. */
  instead(): string {
    const others = [...this.#seen].map((id) => `"${id}"`).join(', ');
    const instead = others === '' ? '' : `, but ${others}`;
    if (this.#idPattern === undefined) return `started no workflow "${this.#workflowId}"${instead}`;
    const fewer = `was seen at the gateway to start ${this.ids().length} of ${count(this.#executions, 'workflow')}`;
    return `${fewer} with ids of the pattern "${this.#idPattern}"${instead}`;
  }
}
