import { attributesOf, eventsOf, payloadsOf } from '../../model/event-history.ts';
import type { Line } from '../../model/execution-chains.ts';
import type { Json } from '../../model/json.ts';

/** An update that a workflow accepted, as its event history has it. */
export interface RecordedUpdate {
  readonly id: string;
  readonly name: string;
  readonly args: readonly Json[];
  /** The answers to it: one, or none if the workflow ended before. */
  readonly answers: readonly ('completed' | 'failed')[];
  /** What each that completed it said. */
  readonly results: readonly Json[];
}

/**
 * The updates in the event histories of a line of runs, one for each time that one was accepted.
 *
 * @remarks One that is refused leaves no event.
 * @see https://docs.temporal.io/encyclopedia/workflow-message-passing
 */
export function updatesOn(line: Line): readonly RecordedUpdate[] {
  return line.flatMap((history) => {
    const completed = eventsOf(history, 'WORKFLOW_EXECUTION_UPDATE_COMPLETED').map((event) => attributesOf(event));
    return eventsOf(history, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED').map((event) => {
      const { acceptedRequest, protocolInstanceId } = attributesOf(event) as Accepted;
      const id = acceptedRequest?.meta?.updateId ?? protocolInstanceId ?? '';
      const answers = completed.filter(({ meta }) => (meta as Meta | undefined)?.updateId === id);
      return {
        id,
        name: acceptedRequest?.input?.name ?? '',
        args: payloadsOf(acceptedRequest?.input?.args),
        results: answers.flatMap(({ outcome }) => resultOf(outcome)),
        answers: answers.map(({ outcome }) => ('failure' in ((outcome ?? {}) as object) ? 'failed' : 'completed')),
      };
    });
  });
}

/** What an update that completed has returned; null if it returned nothing. */
function resultOf(outcome: Json | undefined): readonly Json[] {
  const { success } = (outcome ?? {}) as { readonly success?: Json };
  return success === undefined ? [] : [payloadsOf(success)[0] ?? null];
}

interface Meta {
  readonly updateId?: string;
}

interface Accepted {
  readonly protocolInstanceId?: string;
  readonly acceptedRequest?: {
    readonly meta?: Meta;
    readonly input?: { readonly name?: string; readonly args?: Json };
  };
}
