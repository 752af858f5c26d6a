import { z } from 'zod';
import { exchangeFactsSchema } from './exchange-facts.ts';
import { type EntryOf, entriesOf, type JournalEntry } from './journal.ts';
import { linkEnds } from './plan.ts';

/** How an exchange ended. */
export const exchangeOutcomes = ['answered', 'request-lost', 'answer-lost', 'in-doubt'] as const;

/** Schema of a row of exchanges.json. */
export const exchangeSchema = exchangeFactsSchema.extend({
  /** Position among all calls of the run. */
  call: z.int().positive(),
  service: z.string(),
  /** The worker that made it. */
  component: z.string(),
  incarnation: z.int().positive(),
  time: z.iso.datetime(),
  method: z.string(),
  path: z.string(),
  status: z.int().nullable(),
  /**
   * `request-lost`: it never reached the service. `answer-lost`: the service answered, and the worker can't have heard.
   * `in-doubt`: it was under way when a connection broke, so the service may have executed it.
   */
  outcome: z.enum(exchangeOutcomes),
  /** The activity that made it; null: none, or more than one comes into question. */
  activity: z
    .strictObject({
      workflowId: z.string(),
      runId: z.string().nullable(),
      activityId: z.string(),
      activityType: z.string().nullable(),
      attempt: z.int(),
    })
    .nullable(),
});
/** One request of a worker to a service, with its reply. */
export type Exchange = z.infer<typeof exchangeSchema>;

/** The exchanges with the services of the configuration, in the order in which they began. */
export function exchangesOf(journal: readonly JournalEntry[]): readonly Exchange[] {
  return exchangesWith(journal, (service) => linkEnds.every((end) => end !== service));
}

/** The exchanges with some services, in the order in which they began. */
export function exchangesWith(
  journal: readonly JournalEntry[],
  isMeant: (service: string) => boolean,
): readonly Exchange[] {
  return entriesOf(journal, 'http')
    .flatMap((entry) => exchangeOf(entry) ?? [])
    .filter(({ service }) => isMeant(service))
    .toSorted((a, b) => a.call - b.call);
}

function exchangeOf(entry: EntryOf<'http'>): Exchange | undefined {
  const { exchange, call, link, component, incarnation, time, method, path, status } = entry;
  if (exchange === undefined) return undefined;
  const [service = ''] = link.split('@', 1);
  const common = { call, service, component, incarnation, time, method, path, status, ...exchange };
  return { ...common, outcome: outcomeOf(entry), activity: activityOf(entry) };
}

function outcomeOf({ outcome, status }: EntryOf<'http'>): Exchange['outcome'] {
  if (outcome === 'answered') return 'answered';
  if (status !== null) return 'answer-lost';
  // One that was held before it was sent on is dropped or lost; all others were under way.
  return outcome === 'broken' ? 'in-doubt' : 'request-lost';
}

function activityOf(entry: EntryOf<'http'>): Exchange['activity'] {
  const { workflowId, runId = null, activityId, activityType = null, attempt } = entry;
  if (workflowId === undefined || activityId === undefined || attempt === undefined) return null;
  return { workflowId, runId, activityId, activityType, attempt };
}
