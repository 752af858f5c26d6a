import type { JournalBody, JournalEntry } from '../../model/journal.ts';
import type { Job, Plan } from '../../model/plan.ts';
import { PLAN_SCHEMA } from '../../model/plan.ts';
import type { BookReaders, Probes, Replayer, WorkflowClient } from '../../model/probes.ts';
import type { Stack } from '../../model/stack.ts';
import type { RunContext } from '../run-context.ts';

/** The parts of the control plane that a test fakes; all others are refused. */
export interface Fakes {
  readonly workload?: readonly Job[];
  readonly schedule?: Plan['schedule'];
  readonly workflows?: Partial<WorkflowClient>;
  readonly books?: Partial<BookReaders>;
  readonly stack?: Partial<Stack>;
  readonly replay?: Replayer['replay'];
  readonly elsewhere?: Probes['elsewhere'];
  readonly parts?: Partial<RunContext['parts']>;
}

/** A run's context without a system. */
export function fakeContext(fakes: Fakes): RunContext {
  const entries: JournalEntry[] = [];
  const journal: RunContext['journal'] = {
    nowMs: () => performance.now(),
    entries: () => entries,
    write: (body: JournalBody) => {
      const stamp = { sequence: entries.length + 1, atMs: performance.now(), time: new Date().toISOString() };
      const entry: JournalEntry = { ...stamp, ...body };
      entries.push(entry);
      return entry;
    },
  };
  const dispose = { [Symbol.asyncDispose]: () => Promise.resolve() };
  const signal = new AbortController().signal;
  const parts = refusing<RunContext['parts']>('parts', { journal, signal, ...fakes.parts });
  return {
    journal,
    signal,
    parts,
    plan: planOf(fakes),
    stack: refusing<Stack>('stack', {
      ...dispose,
      ...fakes.stack,
    }),
    probes: {
      workflows: refusing<WorkflowClient>('workflows', fakes.workflows ?? {}),
      books: refusing<BookReaders>('books', fakes.books ?? {}),
      replayer:
        fakes.replay === undefined
          ? null
          : {
              ...dispose,
              replay: fakes.replay,
            },
      elsewhere: fakes.elsewhere ?? [],
      ...dispose,
    },
  };
}

/** A job that expects nothing but its end. */
export function job(workflowId: string): Job {
  const expect = { end: 'completed' as const, checkpoints: [], effects: [], progress: [] };
  return { workflowType: 'work', workflowId, args: [], actions: [], expect };
}

function planOf({ workload = [], schedule = [] }: Fakes): Plan {
  return {
    schema: PLAN_SCHEMA,
    harness: '0.1.0',
    scenario: 's',
    hypothesis: 'H.',
    subject: 's',
    seed: 1,
    params: {},
    sabotage: null,
    workers: 1,
    checks: ['fault-landed'],
    runTimeMs: 1e3,
    workload: [...workload],
    schedule: [...schedule],
  };
}

/** An object that has only what it was given, and throws when it is asked for more. */
function refusing<T extends object>(what: string, given: Partial<T>): T {
  return new Proxy(given as T, {
    get: (target, name) => {
      if (name in target) return Reflect.get(target, name) as unknown;
      // Spreading and awaiting an object ask for these.
      if (typeof name === 'symbol' || name === 'then') return undefined;
      throw new Error(`Expected no request for ${what}.${name}.`);
    },
  });
}
