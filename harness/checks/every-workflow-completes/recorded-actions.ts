import { attributesOf, eventsOf, isOpaque, payloadsOf, textAttribute } from '../../model/event-history.ts';
import type { Line } from '../../model/execution-chains.ts';
import { type NamedRun, runNamedBy } from '../../model/executions.ts';
import { canonicalJson, type Json } from '../../model/json.ts';

/** What a client, or the system, does to a running workflow. */
export type ActionKind = 'signal' | 'cancel';

/** A signal or a cancellation, as planned or as recorded. */
export interface Action {
  readonly kind: ActionKind;
  /** Name of the signal; empty for a cancellation. */
  readonly name: string;
  readonly args: readonly Json[];
}

/** A signal or a cancellation in an event history. */
export interface Recorded extends Action {
  /** The execution that sent it; null if a client did. */
  readonly sender: NamedRun | null;
}

/** The signals or the cancellations in the event histories of a line of runs. */
export function recordedOn(line: Line, kind: ActionKind): readonly Recorded[] {
  const type = kind === 'cancel' ? 'WORKFLOW_EXECUTION_CANCEL_REQUESTED' : 'WORKFLOW_EXECUTION_SIGNALED';
  return line
    .flatMap((history) => eventsOf(history, type))
    .map((event) => ({
      kind,
      name: textAttribute(event, 'signalName') ?? '',
      args: payloadsOf(attributesOf(event).input),
      sender: runNamedBy(event, 'externalWorkflowExecution'),
    }));
}

/** Whether two actions are alike. Arguments that are no JSON can't be compared: then the name of the signal tells. */
export function isSame(recorded: Action, planned: Action): boolean {
  if (recorded.kind !== planned.kind) return false;
  if (recorded.kind === 'cancel') return true;
  if (recorded.name !== planned.name) return false;
  return recorded.args.some((value) => isOpaque(value)) || canonicalJson(recorded.args) === canonicalJson(planned.args);
}

/** An action in words: its kind, and a signal's name and arguments. */
export function describeAction({ kind, name, args }: Action): string {
  return kind === 'cancel' ? 'cancel' : `signal ${name} ${canonicalJson(args)}`;
}
