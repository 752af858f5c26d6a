import { attributesOf, type EventHistory } from '../../model/event-history.ts';
import type { Json } from '../../model/json.ts';

/** What the failure of a workflow says, with its innermost cause: a failed activity says only where it failed. */
export function whyFailed({ events }: Pick<EventHistory, 'events'>): string | null {
  const last = events.at(-1);
  const messages = last === undefined ? [] : messagesOf(attributesOf(last)['failure']);
  const [first, ...causes] = messages;
  const cause = causes.at(-1);
  return first === undefined ? null : [first, ...(cause === undefined ? [] : [cause])].join(': ');
}

function messagesOf(failure: Json | undefined): readonly string[] {
  if (typeof failure !== 'object' || failure === null || Array.isArray(failure)) return [];
  const { message, cause } = failure as { readonly message?: Json; readonly cause?: Json };
  return [...(typeof message === 'string' && message !== '' ? [message] : []), ...messagesOf(cause)];
}
