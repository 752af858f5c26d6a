import type { ChaosConfig } from '../../model/config.ts';
import { count } from '../../model/count.ts';
import { exchangesOf } from '../../model/exchange.ts';
import { entriesOf } from '../../model/journal.ts';
import { bad, note, ok, type TrialEvidence, type TrialItem } from './trial-item.ts';

/** Whether the workers ask a service through its link. */
export function service({ services = {} }: ChaosConfig, { journal }: TrialEvidence, name: string): TrialItem {
  const what = `service ${name}`;
  if (!('http' in (services[name] ?? {})))
    return note(what, 'Its bytes are not read.', 'Make sure that the worker uses its address in `workers.env`.');
  const asked = exchangesOf(journal).filter((one) => one.service === name).length;
  if (asked > 0) return ok(what, `${count(asked, 'request')} came through its link.`);
  const advice = `Set its address in \`workers.env\`, as services.${name}.url. Or no case asks it.`;
  return bad(what, 'No request came through its link.', advice);
}

/** Whose requests the services got, and connections that were not read. */
export function requests({ journal }: TrialEvidence): readonly TrialItem[] {
  const all = exchangesOf(journal);
  const unclaimed = all.filter(({ activity }) => activity === null);
  const [first] = unclaimed;
  const unread = entriesOf(journal, 'unread-connection');
  const advice = 'Put the workflow id into the key, a header or the body, or give `attribute`.';
  return [
    ...(all.length === 0 || first !== undefined
      ? []
      : [ok('requests', `Each of ${all.length} belongs to an activity.`)]),
    ...(first === undefined
      ? []
      : [
          note(
            'requests',
            `${unclaimed.length} of ${all.length} belong to no one activity, the first ${first.method} ${first.path}.`,
            advice,
          ),
        ]),
    ...unread
      .slice(0, 1)
      .map(({ link, protocol }) =>
        note(
          'requests',
          `${count(unread.length, 'connection')} unread (${protocol} on ${link}).`,
          'They have no crash points.',
        ),
      ),
  ];
}
