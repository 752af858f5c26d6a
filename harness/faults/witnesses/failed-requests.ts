import type { Witness } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { API } from '../../model/plan.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

/**
 * Effect witness of the system's clients: requests to the struck API that were under way or sent while the fault was in
 * force, and got no answer, or one of 5xx.
 *
 * @remarks An API of which a request had failed before proves nothing. All failures are one witness.
 */
export function failedRequests(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  if (window.component !== API) return [];
  const failed = entriesOf(evidence.journal, 'request').filter(({ status }) => status === null || status >= 500);
  if (failed.some((entry) => entry.atMs < window.fromMs)) return [];
  const felt = failed.filter((entry) => entry.atMs <= window.healedMs);
  const [first] = felt;
  if (first === undefined) return [];
  const { component, incarnation } = window;
  const why = first.error === undefined ? '' : `; the first: ${first.status ?? 'no answer'} ${first.error}`;
  const observation = `${felt.length} requests to the API got no answer, or one of 5xx${why}.`;
  const fromMs = Math.min(...felt.map((entry) => entry.atMs - entry.latencyMs));
  const toMs = Math.max(...felt.map((entry) => entry.atMs));
  return [{ sort: 'effect', source: 'client', component, incarnation, fromMs, toMs, observation }];
}
