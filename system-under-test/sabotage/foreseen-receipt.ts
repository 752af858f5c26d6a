import type { Effect } from '../activities/effects-client.ts';

/** The receipt that the outside world will give: a variant that doesn't wait for it shows by nothing else. */
export function foreseenReceipt({ kind, subject }: Effect): string {
  const fields = Object.entries(subject).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [kind, ...fields.map(([, value]) => String(value))].join('/');
}
