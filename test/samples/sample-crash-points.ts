import type { CrashPoint, Exchange, Place, Side } from '../../harness/model/crash-point.ts';

/** A step of the sample workflow: a workflow task, or an activity with what it exchanges beside being handed out. */
export interface SampleStep {
  readonly step: string;
  /** Moments without their sides, in order: `heartbeat page 1`, `outside 1`, `supabase 1`, `completion`. */
  readonly moments: readonly string[];
}

const workflowTask = (number: number): SampleStep => ({ step: `workflow task ${number}`, moments: ['completion'] });

/** The steps of a document of two pages that is approved. */
export const approvedSteps: readonly SampleStep[] = [
  workflowTask(1),
  { step: 'saveCheckpoint[received]', moments: ['supabase 1', 'completion'] },
  workflowTask(2),
  {
    step: 'extractPages',
    moments: ['outside 1', 'heartbeat page 1', 'outside 2', 'heartbeat page 2', 'supabase 1', 'completion'],
  },
  workflowTask(3),
  { step: 'publish', moments: ['outside 1', 'supabase 1', 'completion'] },
  workflowTask(4),
];

/** The steps of a document that is cancelled while it is read. */
export const cancelledSteps: readonly SampleStep[] = [
  workflowTask(1),
  { step: 'extractPages', moments: ['outside 1', 'heartbeat page 1', 'failure'] },
  workflowTask(2),
  { step: 'revokeEmbeddings', moments: ['outside 1', 'supabase 1', 'completion'] },
  workflowTask(3),
];

/** The crash points of one case of the sample workflow. */
export function samplePoints(caseName: string, steps: readonly SampleStep[]): readonly CrashPoint[] {
  const moments = steps.flatMap(({ step, moments }) => [
    { step, moment: 'handed-out', side: 'reply' as const, text: 'handed-out' },
    ...moments.flatMap((moment) =>
      (['request', 'reply'] as const).map((side) => ({ step, moment, side, text: `${moment}/${side}` })),
    ),
  ]);
  return moments.map(({ step, moment, side, text }, order) => ({
    id: `ingestDocument/${caseName}/${step}/${text}`,
    case: caseName,
    step,
    moment: text,
    place: placeOf(step, moment, side),
    order,
    atMs: 20 + order * 12,
    references: 3,
  }));
}

function placeOf(step: string, moment: string, side: Side): Place {
  const [exchange, detail] = moment.split(/ (.*)/);
  const task = /^workflow task (\d+)$/.exec(step)?.[1];
  if (task !== undefined) {
    const exchanged = exchange === 'completion' ? 'completion' : 'handed-out';
    return { task: 'workflow', number: Number(task), exchange: exchanged, side, attempt: 1 };
  }
  const place = { task: 'activity', activityId: step, exchange: exchange as Exchange, side, attempt: 1 } as const;
  if (exchange === 'heartbeat') return { ...place, details: detail ?? '' };
  return exchange === 'outside' || exchange === 'supabase' ? { ...place, nth: Number(detail ?? 1) } : place;
}
