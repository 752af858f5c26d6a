import { type EntryOf, entriesOf, type JournalEntry } from '../../model/journal.ts';

/** A task that a worker holds: from the poll that delivered it to its answer, or to its loss. */
export interface TaskSpan {
  readonly component: string;
  readonly incarnation: number;
  readonly task: 'workflow' | 'activity';
  readonly workflowId: string;
  readonly activityType: string | undefined;
  readonly attempt: number | undefined;
  readonly fromMs: number;
  readonly toMs: number;
  /** `lost`: the worker died with it, the answer was refused or broken, or the task was delivered again. */
  readonly end: 'answered' | 'lost' | 'open';
}

type Held = Omit<TaskSpan, 'toMs' | 'end'>;

/** All tasks that workers held, from the gateway's calls in the journal, in the order in which they ended. */
export function taskSpans(journal: readonly JournalEntry[]): readonly TaskSpan[] {
  const held = new Map<string, Held>();
  const spans: TaskSpan[] = [];
  const close = (key: string, toMs: number, end: TaskSpan['end']): void => {
    const span = held.get(key);
    if (span !== undefined) spans.push({ ...span, toMs, end });
    held.delete(key);
  };
  for (const entry of journal) {
    if (entry.kind === 'call') takeCall(entry, held, close);
    if (entry.kind !== 'component' || entry.change !== 'exited') continue;
    const gone = [...held].filter(([, span]) => isOf(span, entry));
    for (const [key] of gone) close(key, entry.atMs, 'lost');
  }
  const lastMs = journal.at(-1)?.atMs ?? 0;
  for (const key of held.keys()) close(key, lastMs, 'open');
  return spans;
}

/** The workflows with a task at a fault's victim when it struck, in order of their ids. */
export function faultedWorkflows(journal: readonly JournalEntry[]): readonly string[] {
  const strikes = entriesOf(journal, 'fault').filter((entry) => entry.step === 'injecting');
  const struck = taskSpans(journal).filter((span) =>
    strikes.some((strike) => isOf(span, strike) && span.fromMs <= strike.atMs && strike.atMs <= span.toMs),
  );
  return [...new Set(struck.map((span) => span.workflowId))].toSorted();
}

function takeCall(
  call: EntryOf<'call'>,
  held: Map<string, Held>,
  close: (key: string, toMs: number, end: TaskSpan['end']) => void,
): void {
  const { component, incarnation, task, workflowId, activityType, attempt } = call;
  if (task === undefined || workflowId === undefined) return;
  const key = [component, incarnation, task, workflowId, call.activityId ?? ''].join('\n');
  if (call.method.startsWith('Poll')) {
    close(key, call.atMs, 'lost');
    held.set(key, { component, incarnation, task, workflowId, activityType, attempt, fromMs: call.atMs });
  } else if (call.method.startsWith('Respond')) {
    close(key, call.atMs, call.outcome === 'answered' && call.grpcStatus === 0 ? 'answered' : 'lost');
  }
}

function isOf(
  span: Held,
  life: { readonly component?: string | undefined; readonly incarnation?: number | undefined },
): boolean {
  return span.component === life.component && span.incarnation === life.incarnation;
}
