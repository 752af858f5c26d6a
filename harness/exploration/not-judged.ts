import { workflowTypeOf } from '../checks/comparison/families.ts';
import { unreadConnections } from '../checks/evidence/unread-connections.ts';
import { attributesOf, isOpaque, payloadsOf } from '../model/event-history.ts';
import type { ExploreRequest } from './explore-request.ts';
import type { ReferenceCase } from './points/references.ts';
import { requestsWithoutPoints } from './request-findings.ts';
import type { ExplorationContext } from './steer/exploration-context.ts';

/** What no check and no point covers, each with its reason. */
export function notJudgedOf(
  { journal, explored }: Pick<ExplorationContext, 'journal' | 'explored'>,
  request: Pick<ExploreRequest, 'notJudged'>,
  known: readonly ReferenceCase[],
): readonly string[] {
  const requests = requestsWithoutPoints(journal.entries(), explored.attribute !== undefined);
  const elsewhere = new Set(known.flatMap((one) => one.completedElsewhere));
  const completions = [...elsewhere].map(
    (type) => `completion of ${type} (by another process than its worker: no point)`,
  );
  return [
    ...request.notJudged,
    ...requests,
    ...unreadConnections(journal.entries()),
    ...completions,
    ...childrenOf(known),
    ...declaredOf(known),
    ...resultsOf(known),
  ];
}

function childrenOf(known: readonly ReferenceCase[]): readonly string[] {
  const types = known.flatMap(({ further }) => further.map(({ events: [started] }) => workflowTypeOf(started)));
  return [...new Set(types)].map((type) => `boundaries of child ${type} (no points)`);
}

function declaredOf(known: readonly ReferenceCase[]): readonly string[] {
  const types = known.flatMap(({ jobs }) => jobs.flatMap(({ also = [] }) => also.map((one) => one.workflowType)));
  return [...new Set(types)].map((type) => `declared workflow ${type} (read once at the end; no points)`);
}

/** Equal results that may have other bytes, as encrypted ones have. */
function resultsOf(known: readonly ReferenceCase[]): readonly string[] {
  return known.flatMap(({ name, chains }) => {
    const ends = chains.flatMap((runs) => runs.at(-1)?.events.at(-1) ?? []);
    const results = ends.flatMap((end) => payloadsOf(attributesOf(end).result).slice(0, 1));
    const encodings = results.flatMap((value) =>
      isOpaque(value) && value.sha256 === null ? [value.payloadEncoding] : [],
    );
    return [...new Set(encodings)].map(
      (encoding) => `result of case ${name} (${encoding}: equal results have other bytes)`,
    );
  });
}
