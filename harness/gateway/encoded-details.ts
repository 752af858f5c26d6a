import type { ReadDetails } from '../model/data-converter.ts';
import { valueAt } from '../model/json.ts';
import type { CallFacts, EncodedFacts, Handout } from './call-facts.ts';
import { defined, MOST_OF_A_MESSAGE } from './decode-values.ts';

/** What is in a call and only the system can read, once it is read. */
type Read = Pick<CallFacts, 'heartbeatDetails' | 'failure'>;

/**
 * The heartbeat details and the failure of a call that only the system can read; undefined if there are none: then the
 * call costs no extra turn of the event loop.
 */
export function readFacts(
  { workflowId, activityId, failure }: CallFacts,
  { encodedDetails, encodedFailure }: EncodedFacts,
  read: ReadDetails | undefined,
): Promise<Read> | undefined {
  const encoded = encodedDetails ?? encodedFailure;
  if (encoded === undefined || read === undefined) return undefined;
  return read(encoded, { workflowId, activityId }).then((value) => {
    if (encodedDetails !== undefined) return defined({ heartbeatDetails: value });
    const message = valueAt(value, 'message');
    if (failure === undefined || typeof message !== 'string') return {};
    return { failure: { ...failure, message: message.slice(0, MOST_OF_A_MESSAGE) } };
  });
}

/** The tasks that a reply delivers with the details that only the system can read; undefined if there are none. */
export function readHandouts(
  handouts: readonly Handout[],
  read: ReadDetails | undefined,
): Promise<readonly Handout[]> | undefined {
  const all = handouts.map((handout) => readFacts(handout.facts, handout, read));
  if (all.every((reading) => reading === undefined)) return undefined;
  return Promise.all(
    handouts.map(async (handout, index) => ({ ...handout, facts: { ...handout.facts, ...(await all[index]) } })),
  );
}
