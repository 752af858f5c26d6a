import type { Witness } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

/**
 * Effect witness by the harness's own way: a server that had answered was asked while the fault was in force, and
 * didn't.
 *
 * @remarks A probe from before the fault was in force, or answered after its healing began, proves nothing; neither
 * does a server that never answered. A server that answered meanwhile was only slow in its failed probes: a fault in
 * force lets no answer through. All failures of one server are one witness.
 */
export function failedProbes(
  evidence: BareEvidence,
  window: FaultWindow,
  servers: readonly string[],
): readonly Witness[] {
  return servers.flatMap((component) => {
    const probes = entriesOf(evidence.journal, 'probe').filter((entry) => entry.target === component);
    const answered = probes.filter((entry) => entry.ok && entry.atMs <= window.fromMs).length;
    const during = probes.filter(
      (entry) => entry.atMs - entry.latencyMs >= window.injectedMs && entry.atMs <= window.healingMs,
    );
    const failed = during.filter((entry) => !entry.ok);
    const [first] = failed;
    const incarnation = incarnationAt(evidence, component, window.fromMs);
    if (first === undefined || answered === 0 || incarnation === null || failed.length < during.length) return [];
    const why = first.error === undefined ? '' : ` (${first.error})`;
    const observation = `${component}, which had answered ${answered} times, did not in ${failed.length} tries${why}.`;
    const toMs = failed.at(-1)?.atMs ?? first.atMs;
    return [{ sort: 'effect', source: 'probe', component, incarnation, fromMs: first.atMs, toMs, observation }];
  });
}

/** The latest life of a component at an instant. */
function incarnationAt(evidence: BareEvidence, component: string, atMs: number): number | null {
  const lives = entriesOf(evidence.journal, 'component').filter(
    (entry) => entry.component === component && entry.change === 'spawned' && entry.atMs <= atMs,
  );
  return lives.at(-1)?.incarnation ?? null;
}
