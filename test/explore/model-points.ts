import type { CrashPoint, Place } from '../../harness/index.ts';

/** The size of a document, as far as it decides how many crash points there are. */
export interface ModelDocument {
  readonly pages: number;
  readonly batches: number;
}

type Moment = Pick<CrashPoint, 'moment' | 'place'>;

interface ModelActivity {
  readonly step: string;
  readonly service: 'supabase' | 'outside';
  /** How many pages it heartbeats about, one request each; 0: one request and no heartbeat. */
  readonly pages: number;
}

/** A workflow task that schedules nothing but a timer, or nothing at all. */
const wait = 'wait';

/** The crash points of one case of `ingestDocument`, as they follow from how the workflow is written. */
export function modelPoints(way: string, document: ModelDocument): readonly CrashPoint[] {
  const steps = [
    ...begin(document),
    ...(way === 'approved' ? publication() : withdrawal(way, document)),
    wait,
  ] as const;
  let activities = 0;
  const points = steps.flatMap((step, index) => {
    const task = workflowTask(index + 1);
    if (step === wait) return task;
    activities += 1;
    return [...task, ...activityMoments(step, String(activities))];
  });
  return points.map(({ step, moment, place }, order) => {
    const id = `ingestDocument/${way}/${step}/${moment}`;
    return { id, case: way, step, moment, place, order, atMs: order, references: 3 };
  });
}

type Step = ModelActivity | typeof wait;

function begin({ pages, batches }: ModelDocument): readonly Step[] {
  const extraction = { step: 'extractPages', service: 'outside', pages } as const;
  return [save('received'), extraction, save('extracted'), ...batch('embedPages', batches), save('embedded'), wait];
}

function publication(): readonly Step[] {
  return [save('approved'), wait, effect('publish'), save('published'), effect('notify')];
}

function withdrawal(way: string, { batches }: ModelDocument): readonly Step[] {
  return [...batch('revokeEmbeddings', batches).toReversed(), save(way)];
}

function save(stage: string): ModelActivity {
  return { step: `saveCheckpoint[${stage}]`, service: 'supabase', pages: 0 };
}

function effect(step: string): ModelActivity {
  return { step, service: 'outside', pages: 0 };
}

function batch(type: string, batches: number): readonly ModelActivity[] {
  return Array.from({ length: batches }, (_, index) => effect(`${type}[batch ${index + 1}]`));
}

function workflowTask(number: number): readonly (Moment & { readonly step: string })[] {
  const place = { task: 'workflow', number, attempt: 1 } as const;
  const moments: readonly Moment[] = [
    { moment: 'handed-out', place: { ...place, exchange: 'handed-out', side: 'reply' } },
    { moment: 'completion/request', place: { ...place, exchange: 'completion', side: 'request' } },
    { moment: 'completion/reply', place: { ...place, exchange: 'completion', side: 'reply' } },
  ];
  return moments.map((one) => ({ ...one, step: `workflow task ${number}` }));
}

function activityMoments(activity: ModelActivity, activityId: string): readonly (Moment & { readonly step: string })[] {
  const place = { task: 'activity', activityId, attempt: 1 } as const;
  const both = (moment: string, more: Pick<Place, 'exchange'> & object): readonly Moment[] =>
    (['request', 'reply'] as const).map((side) => ({
      moment: `${moment}/${side}`,
      place: { ...place, ...more, side } as Place,
    }));
  const requests = Math.max(1, activity.pages);
  const work = Array.from({ length: requests }, (_, index) => index + 1).flatMap((nth) => [
    ...both(`${activity.service} ${nth}`, { exchange: activity.service, nth } as Pick<Place, 'exchange'>),
    ...(activity.pages === 0
      ? []
      : both(`heartbeat page ${nth}`, { exchange: 'heartbeat', details: `page ${nth}` } as Pick<Place, 'exchange'>)),
  ]);
  const moments: readonly Moment[] = [
    { moment: 'handed-out', place: { ...place, exchange: 'handed-out', side: 'reply' } },
    ...work,
    ...both('completion', { exchange: 'completion' }),
  ];
  return moments.map((one) => ({ ...one, step: activity.step }));
}
