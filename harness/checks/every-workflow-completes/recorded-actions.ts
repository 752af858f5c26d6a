import { attributesOf, eventsOf, isOpaque, payloadsOf, textAttribute } from '../../model/event-history.ts';
import { type Line, runBefore } from '../../model/execution-chains.ts';
import { type NamedRun, runNamedBy } from '../../model/executions.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import type { ClientAction } from '../../model/plan.ts';

/** What a client, or the system, does to a workflow, and the workflow can't refuse. */
export type SentKind = Exclude<ClientAction['kind'], 'update' | 'query'>;

/** An action, as planned or as recorded. */
export interface Action<K extends ClientAction['kind'] = ClientAction['kind']> {
  readonly kind: K;
  /** Name of the signal or the update; empty for any other. */
  readonly name: string;
  readonly args: readonly Json[];
}

/** A run that was made by a reset says so, and not by whom. */
const reset: Recorded = { kind: 'reset', name: '', args: [], sender: null };

/** A signal, a cancellation or a reset in an event history. */
export interface Recorded extends Action<SentKind> {
  /** The execution that sent it; null if a client did. */
  readonly sender: NamedRun | null;
}

/** The signals, cancellations or resets in the event histories of a line of runs. */
export function recordedOn(line: Line, kind: SentKind): readonly Recorded[] {
  if (kind === 'reset') return line.filter((run) => runBefore(run)?.how === 'reset').map(() => ({ ...reset }));
  return line
    .flatMap((history) => eventsOf(history, eventTypes[kind]))
    .map((event) => ({
      kind,
      name: textAttribute(event, 'signalName') ?? '',
      args: payloadsOf(attributesOf(event).input),
      sender: runNamedBy(event, 'externalWorkflowExecution'),
    }));
}

const eventTypes = {
  signal: 'WORKFLOW_EXECUTION_SIGNALED',
  cancel: 'WORKFLOW_EXECUTION_CANCEL_REQUESTED',
  terminate: 'WORKFLOW_EXECUTION_TERMINATED',
} as const;

/** Whether two actions are alike. Arguments that are no JSON can't be compared: then the name tells. */
export function isSame(recorded: Action, planned: Action): boolean {
  if (recorded.kind !== planned.kind) return false;
  if (recorded.kind !== 'signal') return true;
  if (recorded.name !== planned.name) return false;
  return recorded.args.some((value) => isOpaque(value)) || canonicalJson(recorded.args) === canonicalJson(planned.args);
}

/** An action in words: its kind, and the name and the arguments of a signal or an update. */
export function describeAction({ kind, name, args }: Action): string {
  return kind === 'signal' || kind === 'update' || kind === 'query' ? `${kind} ${name} ${canonicalJson(args)}` : kind;
}
