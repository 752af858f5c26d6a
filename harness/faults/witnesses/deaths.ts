import type { Witness } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

/**
 * How a component was made to die: by our kill, by a crash of its own process, for want of memory; or it was asked to
 * end by SIGTERM, and did.
 */
export type Manner = 'killed' | 'crashed' | 'out-of-memory' | 'stopped';

/** The exit code that a shell and the engine give to an end by SIGKILL. */
const KILLED_CODE = 137;
/** SIGTERM, as the engine names it. */
const SIGTERM = '15';

/**
 * Cause witnesses of a death: the container engine's own events, if there is an engine, or else the exit that the
 * operating system told.
 *
 * @remarks Never both: the lives of a container are derived from the engine's events, so they would be one observation
 * twice. A kill is a death that the engine says it was asked for, and a crash one that it was not: 137 is also what a
 * program may end with by itself. A death for want of memory is one before which the engine told so. Without an engine
 * neither can be told from a kill, so neither has a witness. A stop is an end after SIGTERM, with any exit code: how well it
 * ended is for a check to say.
 */
export function deaths(evidence: BareEvidence, window: FaultWindow, manner: Manner): readonly Witness[] {
  if (entriesOf(evidence.journal, 'engine').length > 0) return engineDeaths(evidence, window, manner);
  return manner === 'killed' || manner === 'stopped' ? processDeaths(evidence, window, manner) : [];
}

function engineDeaths(evidence: BareEvidence, window: FaultWindow, manner: Manner): readonly Witness[] {
  const told = entriesOf(evidence.journal, 'engine').filter((entry) => isOfVictim(entry, window));
  const has = (action: string, signal?: string): boolean =>
    told.some((entry) => entry.action === action && (signal === undefined || entry.signal === signal));
  const asItShould = {
    killed: has('kill') && !has('oom'),
    crashed: !has('kill') && !has('oom'),
    'out-of-memory': has('oom'),
    stopped: has('kill', SIGTERM) && !has('oom'),
  };
  if (!asItShould[manner]) return [];
  return told
    .filter((entry) => entry.action === 'die' && (manner === 'stopped' || entry.exitCode === KILLED_CODE))
    .map((entry) => {
      const how = {
        killed: '',
        crashed: ', without being asked to',
        'out-of-memory': ' for want of memory',
        stopped: ' after SIGTERM',
      }[manner];
      const observation = `The engine says that ${entry.component} died with ${entry.exitCode ?? 'no known code'}${how}.`;
      return witness(entry, window, { source: 'engine', observation });
    });
}

function processDeaths(evidence: BareEvidence, window: FaultWindow, manner: 'killed' | 'stopped'): readonly Witness[] {
  const told = entriesOf(evidence.journal, 'component').filter((entry) => isOfVictim(entry, window));
  const isAsked = manner === 'killed' || told.some((entry) => entry.change === 'stopping');
  return told
    .filter((entry) => isAsked && entry.change === 'exited' && entry.purpose === 'fault')
    .filter((entry) => manner === 'stopped' || entry.signal === 'SIGKILL')
    .map((entry) => {
      const how =
        manner === 'killed' ? 'by SIGKILL' : `after SIGTERM (${entry.signal ?? `code ${entry.exitCode ?? '?'}`})`;
      const observation = `Process ${entry.pid ?? '?'} of ${entry.component} ended ${how}.`;
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
