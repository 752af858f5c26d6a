import type { Witness } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

/**
 * Cause witnesses of a pause: the engine's own event where there is an engine, and else the operating system's state `T`
 * of every process of the victim, read while the fault was in force. All readings are one witness.
 */
export function frozen(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const { component, incarnation } = window;
  const isVictims = (entry: { component: string; incarnation: number; atMs: number }): boolean =>
    entry.component === component &&
    entry.incarnation === incarnation &&
    entry.atMs >= window.fromMs &&
    entry.atMs <= window.healedMs;
  const engine = entriesOf(evidence.journal, 'engine');
  if (engine.length > 0) {
    return engine
      .filter((entry) => entry.action === 'pause' && isVictims(entry))
      .map(({ atMs }) => {
        const observation = `The engine says that ${component} was paused.`;
        return {
          sort: 'cause',
          source: 'engine',
          component,
          incarnation,
          fromMs: window.fromMs,
          toMs: atMs,
          observation,
        };
      });
  }
  const stopped = entriesOf(evidence.journal, 'process').filter(
    (entry) => isVictims(entry) && /^[Tt]/.test(entry.state) && entry.pids.length > 0,
  );
  const [first] = stopped;
  if (first === undefined) return [];
  const observation = `The operating system says that every process of ${component} is stopped, in ${stopped.length} readings.`;
  const toMs = stopped.at(-1)?.atMs ?? first.atMs;
  return [{ sort: 'cause', source: 'process', component, incarnation, fromMs: first.atMs, toMs, observation }];
}
