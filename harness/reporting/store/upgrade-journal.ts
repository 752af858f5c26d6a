import { z } from 'zod';
import type { UnsteadyCause } from '../../model/journal-entry.ts';

/**
 * Brings one line of a journal of version 1 to today's form. Any other line stays as it is, sound or not.
 *
 * @remarks Version 1 put three facts into sentences that the checks searched for words: which workflows were canaries,
 * that a call could not be decoded, and the reason against a steady state. Only this file reads these words.
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

/** A sentence in another form, or without a workflow, can't be read: its entry lacks a field of today's schema, and is refused. */
function unreadCallOf({ sequence, atMs, time, data, message }: z.infer<typeof unreadNote>): unknown {
  const [, side, method, error] = unreadSentence.exec(message) ?? [];
  const owner = typeof data === 'object' ? data : null;
  return { sequence, atMs, time, ...owner, kind: 'unread-call', side, method, error };
}

/** The reasons that version 1 excused come first: it looked for these words anywhere in the sentence. */
const causes: readonly (readonly [RegExp, UnsteadyCause])[] = [
  [/could not be looked at/, 'not-looked-at'],
  [/^the canary took \d/, 'canary-slow'],
  [/^the canary /, 'canary-failed'],
  [/ has a toxic or is disabled$/, 'link-faulty'],
  [/ is being retried$/, 'activity-retrying'],
  [/ does not answer \(/, 'server-silent'],
];

/** A reason without any known word is `component-down`, which excuses nothing. */
function reasonOf(detail: string): { readonly cause: UnsteadyCause; readonly detail: string } {
  return { cause: causes.find(([words]) => words.test(detail))?.[1] ?? 'component-down', detail };
}
