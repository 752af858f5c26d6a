import type { Witness } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

/** How a component was made to die: by our kill, by a crash of its own process, or for want of memory. */
export type Manner = 'killed' | 'crashed' | 'out-of-memory';

/** The exit code that a shell and the engine give to an end by SIGKILL. */
const KILLED_CODE = 137;

/**
 * Cause witnesses of a death: the container engine's own events, if there is an engine, or else the exit
 * by SIGKILL, as the operating system told.
 *
 * @remarks Never both: the lives of a container are derived from the engine's events, so they would be one observation
 * twice. A kill is a death that the engine says it was asked for, and a crash one that it was not: 137 is also what a
 * program may end with by itself. A death for want of memory is one before which the engine told so. Without an engine
 * neither can be told from a kill, so neither has a witness.
 */
export function deaths(evidence: BareEvidence, window: FaultWindow, manner: Manner): readonly Witness[] {
  if (entriesOf(evidence.journal, 'engine').length > 0) return engineDeaths(evidence, window, manner);
  return manner === 'killed' ? processDeaths(evidence, window) : [];
}

function engineDeaths(evidence: BareEvidence, window: FaultWindow, manner: Manner): readonly Witness[] {
  const told = entriesOf(evidence.journal, 'engine').filter((entry) => isOfVictim(entry, window));
  const has = (action: string): boolean => told.some((entry) => entry.action === action);
  const asItShould = {
    killed: has('kill') && !has('oom'),
    crashed: !has('kill') && !has('oom'),
    'out-of-memory': has('oom'),
  };
  if (!asItShould[manner]) return [];
  return told
    .filter((entry) => entry.action === 'die' && entry.exitCode === KILLED_CODE)
    .map((entry) => {
      const how = { killed: '', crashed: ', without being asked to', 'out-of-memory': ' for want of memory' }[manner];
      const observation = `The engine says that ${entry.component} died with ${KILLED_CODE}${how}.`;
      return witness(entry, window, { source: 'engine', observation });
    });
}

function processDeaths(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  return entriesOf(evidence.journal, 'component')
    .filter((entry) => isOfVictim(entry, window))
    .filter((entry) => entry.change === 'exited' && entry.signal === 'SIGKILL' && entry.purpose === 'fault')
    .map((entry) => {
      const observation = `Process ${entry.pid ?? '?'} of ${entry.component} ended by SIGKILL.`;
      return witness(entry, window, { source: 'process', observation });
    });
}

type Told = EntryOf<'engine'> | EntryOf<'component'>;

function isOfVictim(entry: Told, window: FaultWindow): boolean {
  if (entry.component !== window.component || entry.incarnation !== window.incarnation) return false;
  return entry.atMs >= window.fromMs && entry.atMs <= window.healedMs;
}

function witness(entry: Told, window: FaultWindow, seen: Pick<Witness, 'source' | 'observation'>): Witness {
  const { component, incarnation, atMs } = entry;
  return { sort: 'cause', component, incarnation, fromMs: window.fromMs, toMs: atMs, ...seen };
}
