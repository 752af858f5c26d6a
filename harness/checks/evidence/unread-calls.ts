import { entriesOf, type JournalEntry } from '../../model/journal.ts';

/** The gRPC messages that the gateway could not decode, one sentence each. No check has judged what they said. */
export function unreadCalls(journal: readonly JournalEntry[]): readonly string[] {
  return entriesOf(journal, 'unread-call').map(
    ({ component, side, method, error }) =>
      `The gateway could not decode a ${side} of ${method} (${component}): ${error}. It was relayed unread.`,
  );
}
