import { END_STATE, WORK_DONE } from '../../checks/comparison/outcome.ts';
import { VALUES } from '../../checks/comparison/values.ts';
import type { Finding } from '../../model/check.ts';
import type { CrashPoint } from '../../model/crash-point.ts';
import { type Harm, violationHarms, violationsIn } from '../../model/violation.ts';
import type { StruckTask } from '../strike/point-task.ts';

const workHarms: ReadonlySet<Harm> = new Set(['lost', 'doubled']);

const serviceNames = new Map([
  ['supabase', 'Supabase'],
  ['outside', 'the outside world'],
]);

/** When the strike fell, for people: "after publish had been applied and before its completion was recorded". */
export function describePoint({ step, place, moment }: CrashPoint): string {
  const { exchange, side } = place;
  const request = side === 'request';
  switch (exchange) {
    case 'handed-out':
      return `after ${step} had been dispatched and before the worker heard of it`;
    case 'completion':
      if (place.task === 'workflow')
        return request
          ? `after ${step} had been worked out and before the server heard of it`
          : `after ${step} had been recorded and before the worker heard so`;
      return request
        ? `after ${step} had done its work and before its completion was recorded`
        : `after the completion of ${step} had been recorded and before the worker heard so`;
    case 'failure':
      return request ? `before a failure of ${step} was recorded` : `after a failure of ${step} had been recorded`;
    case 'heartbeat': {
      const which = moment.replace(/\/(request|reply)$/, '');
      return request
        ? `before the ${which} of ${step} was recorded`
        : `after the ${which} of ${step} had been recorded and before the worker heard so`;
    }
    default: {
      const whom = serviceNames.get(exchange) ?? exchange;
      const nth = place.nth ?? 1;
      return request
        ? `before request ${nth} of ${step} reached ${whom}`
        : `after ${whom} had executed request ${nth} of ${step} and before the worker heard so`;
    }
  }
}

/** The event at a point, in one sentence. */
export function sentenceOf({ point, action, second }: StruckTask, bad: readonly Finding[]): string {
  const again = second === null ? '' : `, and again ${describePoint(second.point)}`;
  const when = `${action.words.deed} ${describePoint(point)}${again}`;
  const [first] = bad.toSorted((a, b) => rank(a) - rank(b));
  return first === undefined ? `${when}: nothing lost, nothing done twice.` : `${when}: ${first.summary}`;
}

/** The comparison with the references names the work in the fewest words; then comes lost or doubled work. */
function rank({ check, exhibits }: Finding): number {
  if (check === WORK_DONE) return 0;
  const isWork = violationsIn(exhibits).some(({ violation }) => workHarms.has(violationHarms[violation]));
  if (isWork) return 1;
  if (check === VALUES) return 2;
  return check === END_STATE ? 3 : 4;
}
