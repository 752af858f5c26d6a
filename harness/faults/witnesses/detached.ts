import type { Witness } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

/**
 * Cause witnesses of a cut from the network: the engine says so, or Toxiproxy says that every link of the victim is
 * disabled. All readings are one witness.
 */
export function detached(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  return [...offNetwork(evidence, window), ...allLinksDisabled(evidence, window)];
}

/**
 * The engine's event, or else its answer to an inspection: not both, which would be one observation twice.
 *
 * @remarks The engine also takes a dead container off its networks, and says so: after a death such an event proves no
 * cut.
 */
function offNetwork(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const { component, incarnation } = window;
  const engine = entriesOf(evidence.journal, 'engine');
  const deaths = engine.filter((entry) => entry.action === 'die' && isOf(window, entry));
  const told = engine.filter(
    (entry) => entry.action === 'network disconnect' && !deaths.some((death) => death.engineTime <= entry.engineTime),
  );
  const read = entriesOf(evidence.journal, 'process').filter(
    (entry) => entry.attached === false && entry.state !== 'gone',
  );
  const seen = (told.length > 0 ? told : read).filter((entry) => isOf(window, entry) && isDuring(window, entry.atMs));
  const [first] = seen;
  if (first === undefined) return [];
  const observation = `The engine says that ${component} is on no network (${seen.length} times).`;
  const toMs = seen.at(-1)?.atMs ?? first.atMs;
  return [{ sort: 'cause', source: 'engine', component, incarnation, fromMs: first.atMs, toMs, observation }];
}

function allLinksDisabled(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const { component, incarnation } = window;
  const readings = entriesOf(evidence.journal, 'toxics').filter((entry) => entry.link.endsWith(`@${component}`));
  const links = new Set(readings.map((entry) => entry.link));
  const during = readings.filter((entry) => isDuring(window, entry.atMs));
  const disabled = during.filter((entry) => !entry.enabled);
  const cut = new Set(disabled.map((entry) => entry.link));
  const [first] = disabled;
  if (first === undefined || cut.size < links.size) return [];
  const observation = `Toxiproxy says that every link of ${component} is disabled: ${[...cut].join(', ')}.`;
  const toMs = disabled.at(-1)?.atMs ?? first.atMs;
  return [{ sort: 'cause', source: 'toxiproxy', component, incarnation, fromMs: first.atMs, toMs, observation }];
}

function isDuring(window: FaultWindow, atMs: number): boolean {
  return atMs >= window.fromMs && atMs <= window.healedMs;
}

function isOf(window: FaultWindow, entry: { readonly component: string; readonly incarnation: number }): boolean {
  return entry.component === window.component && entry.incarnation === window.incarnation;
}
