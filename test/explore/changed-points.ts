import type { CrashPoint } from '../../harness/index.ts';

/** The points of a system whose extraction heartbeats before it asks for a page. */
export function notedEarly(points: readonly CrashPoint[]): readonly CrashPoint[] {
  const shift = (moment: string): number =>
    moment.startsWith('outside') ? 2 : moment.startsWith('heartbeat page') ? -2 : 0;
  return points.map((point) =>
    point.step === 'extractPages' ? { ...point, order: point.order + shift(point.moment) } : point,
  );
}

/** The points of the variant that asks Supabase for a guard before it publishes, and writes it afterwards. */
export function withGuard(points: readonly CrashPoint[]): readonly CrashPoint[] {
  const ids = ['supabase 1/request', 'supabase 1/reply', 'outside 1/request', 'outside 1/reply'];
  const moments = [
    'handed-out',
    ...ids,
    'supabase 2/request',
    'supabase 2/reply',
    'completion/request',
    'completion/reply',
  ];
  const model = points.find(({ step }) => step === 'publish');
  const rest = points.filter(({ step }) => step !== 'publish');
  if (model?.place.task !== 'activity') throw new TypeError('Expected a publication.');
  const { activityId } = model.place;
  const publication = moments.map((moment, index): CrashPoint => {
    const [, exchange = moment, nth] = /^(\w+(?:-out)?) ?(\d)?/.exec(moment) ?? [];
    const side = moment.endsWith('request') ? 'request' : 'reply';
    const place = { task: 'activity', activityId, attempt: 1, exchange, side, ...(nth ? { nth: Number(nth) } : {}) };
    const order = model.order + index / 10;
    return { ...model, id: `ingestDocument/approved/publish/${moment}`, moment, place: place as never, order };
  });
  return [...rest, ...publication];
}
