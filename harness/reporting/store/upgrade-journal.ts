import { z } from 'zod';
import type { UnsteadyCause } from '../../model/journal-entry.ts';

/**
 * Brings one line of a journal of version 1 to today's form. Any other line stays as it is, sound or not.
 *
 * @remarks Version 1 told three things in sentences that the checks searched for words: which workflows were canaries,
 * that a call could not be decoded, and what spoke against a steady state. These words are read here and nowhere else.
 */
export function upgradeEntry(line: unknown): unknown {
  const canaries = canariesNote.safeParse(line);
  if (canaries.success) return canariesOf(canaries.data);
  const unread = unreadNote.safeParse(line);
  if (unread.success) return unreadCallOf(unread.data);
  const look = steadyState.safeParse(line);
  if (look.success) return { ...look.data, reasons: look.data.reasons.map((detail) => reasonOf(detail)) };
  return line;
}

const stamp = { sequence: z.unknown(), atMs: z.unknown(), time: z.unknown() };
const note = z.object({ ...stamp, kind: z.literal('note'), data: z.unknown().optional() });
const canariesNote = note.extend({ message: z.literal('canaries') });
const unreadNote = note.extend({ message: z.string().includes('relayed unread') });
const steadyState = z.looseObject({ kind: z.literal('steady-state'), reasons: z.array(z.string()) });

function canariesOf({ sequence, atMs, time, data }: z.infer<typeof canariesNote>): unknown {
  const workflowIds = Array.isArray(data) ? data.filter((id) => typeof id === 'string') : [];
  return { sequence, atMs, time, kind: 'canaries', workflowIds };
}

const unreadSentence =
  /^Expected a (request|reply) of (\S+) that can be decoded, but got: (.*)\. It was relayed unread\.$/s;

/** A sentence in another form, or of nobody, can't be told: the entry lacks what today's schema asks for, and is refused. */
function unreadCallOf({ sequence, atMs, time, data, message }: z.infer<typeof unreadNote>): unknown {
  const [, side, method, error] = unreadSentence.exec(message) ?? [];
  const owner = typeof data === 'object' ? data : null;
  return { sequence, atMs, time, ...owner, kind: 'unread-call', side, method, error };
}

/** What version 1 excused came first: it did so by these words, wherever in the sentence they stood. */
const causes: readonly (readonly [RegExp, UnsteadyCause])[] = [
  [/could not be looked at/, 'not-looked-at'],
  [/^the canary took \d/, 'canary-slow'],
  [/^the canary /, 'canary-failed'],
  [/ has a toxic or is disabled$/, 'link-faulty'],
  [/ is being retried$/, 'activity-retrying'],
  [/ does not answer \(/, 'server-silent'],
];

/** What is in none of the known words is `component-down`, which excuses nothing. */
function reasonOf(detail: string): { readonly cause: UnsteadyCause; readonly detail: string } {
  return { cause: causes.find(([words]) => words.test(detail))?.[1] ?? 'component-down', detail };
}
