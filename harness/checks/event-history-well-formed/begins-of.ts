import { attributesOf, type EventHistory, textAttribute } from '../../model/event-history.ts';
import { runBefore } from '../../model/execution-chains.ts';
import type { ToldViolation } from '../../model/violation.ts';

/** A run begins by itself, or it follows another run that is there: by a retry, a continuation, a schedule or a reset. */
export function beginsOf(histories: readonly EventHistory[]): (history: EventHistory) => readonly ToldViolation[] {
  const known = new Set(histories.map(({ workflowId, runId }) => `${workflowId} ${runId}`));
  return (history) => {
    const { workflowId, runId, events } = history;
    const before = runBefore(history);
    const isKnown = before !== null && known.has(`${workflowId} ${before.runId}`);
    const [first] = events;
    const attempt = first === undefined ? 1 : Number(attributesOf(first).attempt ?? 1);
    const original = (first && textAttribute(first, 'originalExecutionRunId')) ?? runId;
    const found = (detail: string, expected: string, actual: string): ToldViolation => {
      return { workflowId, violation: 'begin', detail, attempt, expected, actual };
    };
    const [isFirst, isSame] = [attempt === 1, original === runId || before?.how === 'reset'];
    const [nth, run] = [`attempt ${attempt}`, `run ${before?.runId ?? ''}`];
    return [
      ...(isFirst || isKnown ? [] : [found(`It is ${nth} of the workflow, and none is before it.`, 'attempt 1', nth)]),
      ...(before === null || isKnown ? [] : [found(`It follows the ${run}, which has no event history.`, run, 'none')]),
      ...(isSame ? [] : [found(`Its run is ${runId}, but it was begun as ${original}.`, runId, original)]),
    ];
  };
}
