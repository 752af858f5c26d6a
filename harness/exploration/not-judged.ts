import { workflowTypeOf } from '../checks/comparison/families.ts';
import { unreadConnections } from '../checks/evidence/unread-connections.ts';
import { unreadPayloads } from '../checks/evidence/unread-payloads.ts';
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
    ...unreadPayloads(known.flatMap(({ chains, further }) => [...chains.flat(), ...further])),
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
