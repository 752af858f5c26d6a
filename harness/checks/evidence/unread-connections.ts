import { count } from '../../model/count.ts';
import { type EntryOf, entriesOf, type JournalEntry } from '../../model/journal.ts';

type Unread = EntryOf<'unread-connection'>;

/** The connections to services that were relayed unread, by link and protocol: no check has judged what they carried. */
export function unreadConnections(journal: readonly JournalEntry[]): readonly string[] {
  const groups = Map.groupBy(entriesOf(journal, 'unread-connection'), ({ link, protocol }) => `${link} ${protocol}`);
  return [...groups.values()].map(describeUnread);
}

function describeUnread(entries: readonly Unread[]): string {
  const [first] = entries;
  const what = `${count(entries.length, 'connection')} of ${first?.link ?? ''}`;
  return `${what} (${first?.protocol ?? ''}${first?.path === undefined ? '' : ` at ${first.path}`}: relayed unread)`;
}
