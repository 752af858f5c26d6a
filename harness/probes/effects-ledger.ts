import { messageOf } from '../errors.ts';
import { type Book, type LedgerLine, ledgerLineSchema } from '../model/evidence.ts';

const REQUEST_LIMIT_MS = 5000;

/**
 * Reads the outside world's ledger whole.
 *
 * @remarks A line that isn't of its schema, or a gap in the sequence, makes the book unavailable: what was lost on the
 * way to us must not look like an effect that never happened.
 */
export async function readEffectsLedger(outsideWorldUrl: string, ask: typeof fetch = fetch): Promise<Book<LedgerLine>> {
  try {
    const response = await ask(`${outsideWorldUrl}/ledger`, { signal: AbortSignal.timeout(REQUEST_LIMIT_MS) });
    if (!response.ok) return { state: 'unavailable', reason: `the outside world answered ${response.status}` };
    const lines = (await response.text()).split('\n').filter((line) => line !== '');
    const rows = lines.map((line) => ledgerLineSchema.parse(JSON.parse(line)));
    const gap = rows.findIndex((row, index) => row.sequence !== index + 1);
    if (gap !== -1) return { state: 'unavailable', reason: `the ledger's sequence breaks at line ${gap + 1}` };
    return { state: 'collected', rows };
  } catch (error) {
    return { state: 'unavailable', reason: messageOf(error) };
  }
}
