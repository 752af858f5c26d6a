import type { Witness } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

type Certificate = EntryOf<'certificate'>;
type Handshake = EntryOf<'handshake'>;

/** OpenSSL's word for a certificate that has ended. */
const EXPIRED = 'CERT_HAS_EXPIRED';

/** Cause witnesses: certificates of the victim, read back from its file in the window, that had ended by then. */
export function expiredCertificates(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  return perSerial(readings(evidence, window).filter(hasEnded)).map((entries) =>
    witness(entries, window, {
      sort: 'cause',
      source: 'certificate',
      observation: `The file of ${window.component} has certificate ${nameOf(entries)}, which ended at ${entries[0]?.validTo}.`,
    }),
  );
}

/** Effect witnesses at the gateway: handshakes of the victim that were refused for those certificates. */
export function refusedHandshakes(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const ended = new Set(
    readings(evidence, window)
      .filter(hasEnded)
      .map(({ serial }) => serial),
  );
  const refused = handshakes(evidence, window).filter(
    ({ outcome, serial, reason }) =>
      outcome === 'refused' && reason === EXPIRED && serial !== null && ended.has(serial),
  );
  return perSerial(refused).map((entries) =>
    witness(entries, window, {
      sort: 'effect',
      source: 'gateway',
      observation: `The gateway refused ${entries.length} handshakes with certificate ${nameOf(entries)}: ${EXPIRED}.`,
    }),
  );
}

/** Cause witnesses: certificates in the victim's file in the window that it had never shown before. */
export function newCertificates(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  return perSerial(rotated(evidence, window)).map((entries) =>
    witness(entries, window, {
      sort: 'cause',
      source: 'certificate',
      observation: `The file of ${window.component} has certificate ${nameOf(entries)}, which it had never shown before.`,
    }),
  );
}

/**
 * Effect witnesses at the gateway: handshakes of a later life of the victim with a new certificate.
 *
 * @remarks None if a later life shows an old one: then the old one is still in use.
 */
export function newHandshakes(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const fresh = new Set(rotated(evidence, window).map(({ serial }) => serial));
  const later = handshakes(evidence, window).filter(({ incarnation }) => incarnation > window.incarnation);
  if (later.some(({ serial }) => serial === null || !fresh.has(serial))) return [];
  return perSerial(later.filter(({ outcome }) => outcome === 'accepted')).map((entries) =>
    witness(entries, window, {
      sort: 'effect',
      source: 'gateway',
      observation: `The gateway accepted ${entries.length} handshakes with certificate ${nameOf(entries)}, and none with another.`,
    }),
  );
}

function readings({ journal }: BareEvidence, window: FaultWindow): readonly Certificate[] {
  return entriesOf(journal, 'certificate').filter(
    ({ component, atMs }) => component === window.component && atMs >= window.fromMs && atMs <= window.healingMs,
  );
}

function handshakes({ journal }: BareEvidence, window: FaultWindow): readonly Handshake[] {
  return entriesOf(journal, 'handshake').filter(
    ({ component, atMs }) => component === window.component && atMs >= window.fromMs && atMs <= window.healedMs,
  );
}

function rotated(evidence: BareEvidence, window: FaultWindow): readonly Certificate[] {
  const shown = entriesOf(evidence.journal, 'handshake')
    .filter(({ component, atMs }) => component === window.component && atMs < window.fromMs)
    .map(({ serial }) => serial);
  // Without an earlier handshake nothing is known of an old certificate.
  if (shown.length === 0) return [];
  return readings(evidence, window).filter(({ serial }) => !shown.includes(serial));
}

function hasEnded({ validTo, time }: Certificate): boolean {
  return Date.parse(validTo) < Date.parse(time);
}

function perSerial<T extends Certificate | Handshake>(entries: readonly T[]): readonly (readonly T[])[] {
  return [...Map.groupBy(entries, ({ serial }) => serial).values()];
}

/** The beginning of its serial number: enough to find it in the journal. */
function nameOf(entries: readonly (Certificate | Handshake)[]): string {
  return (entries[0]?.serial ?? '').slice(0, 12);
}

function witness(
  entries: readonly (Certificate | Handshake)[],
  { component, incarnation }: FaultWindow,
  seen: Pick<Witness, 'sort' | 'source' | 'observation'>,
): Witness {
  const times = entries.map(({ atMs }) => atMs);
  return { ...seen, component, incarnation, fromMs: Math.min(...times), toMs: Math.max(...times) };
}
