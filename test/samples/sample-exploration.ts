import type { CrashPoint } from '../../harness/model/crash-point.ts';
import { EXPLORATION_SCHEMA, type Exploration, type PointResult } from '../../harness/model/exploration.ts';
import { approvedSteps, cancelledSteps, samplePoints } from './sample-crash-points.ts';
import { sampleFinding } from './sample-report.ts';

/** What goes wrong in the sample, by `<case>/<step>/<moment> <action>`. */
const troubles: Readonly<Record<string, Partial<PointResult>>> = {
  'approved/extractPages/outside 2/reply crash': doubled('page 2', 'its heartbeat'),
  'approved/publish/outside 1/reply crash': doubled('publish', 'its completion'),
  'approved/publish/outside 1/reply lose-answer': doubled('publish', 'its completion'),
  'approved/publish/completion/request crash': doubled('publish', 'its completion'),
  'cancelled/revokeEmbeddings/outside 1/reply crash': {
    state: 'invalid',
    harms: ['lost'],
    sentence: 'crash after `revokeEmbeddings` had been applied: its checkpoint was never stored',
    findings: [sampleFinding('no-work-lost', 'invalid', '1 of 3 expected checkpoints <withdrawn> is missing.')],
  },
  'cancelled/workflow task 3/completion/request crash': {
    state: 'invalid',
    harms: ['stuck'],
    sentence: 'crash before the completion of workflow task 3 was recorded: not ended 12.0 s later (bound 11.2 s)',
    findings: [sampleFinding('every-workflow-completes', 'invalid', '0 of 1 workflows ended within 11.2 s.')],
  },
  'approved/saveCheckpoint[received]/supabase 1/reply lose-answer': {
    state: 'unproved',
    sentence: 'the journal has no end of the call that was held',
    findings: [sampleFinding('struck-exactly-there', 'unknown', 'No entry of the journal tells how call 31 ended.')],
  },
  'approved/extractPages/heartbeat page 2/request crash': {
    state: 'unreachable',
    sentence: 'not reached in 1 front and 3 tries alone',
    tries: 4,
  },
  'cancelled/workflow task 3/handed-out crash': { state: 'time-limit', sentence: 'its turn never came', tries: 0 },
  'cancelled/workflow task 3/handed-out lose-answer': {
    state: 'time-limit',
    sentence: 'its turn never came',
    tries: 0,
  },
};

const facts = {
  schema: EXPLORATION_SCHEMA,
  runId: '20261122-130000-7',
  harness: '0.1.0',
  workflow: 'ingestDocument',
  seed: 7,
  sabotage: null,
  stack: 'embedded',
  front: 40,
  depth: 1,
  chosenPoints: null,
  pairs: null,
  startedAt: '2026-11-22T13:00:00.000Z',
  durationMs: 48_200,
  brokeOff: false,
  exploringMs: 19_600,
  timeLimitMs: 60_000,
  interrupted: false,
  reproduce: 'npm run explore ingestDocument -- --seed 7',
} as const;

/** An exploration of two cases, made up but of real shape: with every state that a point can have but `interrupted`. */
export function sampleExploration(changes: Partial<Exploration> = {}): Exploration {
  const approved = samplePoints('approved', approvedSteps);
  const cancelled = samplePoints('cancelled', cancelledSteps);
  const points = [...approved, ...cancelled];
  return {
    ...facts,
    actions: ['crash', 'lose-answer'],
    verdict: 'invalid',
    cases: [
      { name: 'approved', points: [...approved], references: 3, differing: [] },
      {
        name: 'cancelled',
        points: [...cancelled],
        references: 3,
        differing: ['ingestDocument/cancelled/extractPages/heartbeat page 1/reply'],
      },
    ],
    results: points.flatMap((point) => [sampleResult(point, 'crash'), sampleResult(point, 'lose-answer')]),
    fronts: [
      { front: 1, points: 40, reached: 39, tookMs: 2400, longestHoldMs: 380 },
      { front: 2, points: 19, reached: 19, tookMs: 1900, longestHoldMs: 412 },
    ],
    audit: { candidates: 116, chosen: 3, audited: 3, disagreements: [] },
    findings: [],
    notJudged: [],
    errors: [],
    ...changes,
  };
}

/** The sample with nothing but valid points. */
export function goodExploration(changes: Partial<Exploration> = {}): Exploration {
  const sample = sampleExploration();
  const results = sample.results.map((result): PointResult => ({ ...result, ...untroubled }));
  const cases = sample.cases.map((one) => ({ ...one, differing: [] }));
  return { ...sample, verdict: 'valid', cases, results, ...changes };
}

const untroubled = {
  state: 'valid',
  harms: [],
  sentence: 'the same end and the same work as without a crash',
  findings: [],
  evidence: null,
  tries: 1,
} satisfies Partial<PointResult>;

/** What came of one action at a point of the sample. */
export function sampleResult(point: CrashPoint, action: 'crash' | 'lose-answer'): PointResult {
  const trouble = troubles[`${point.case}/${point.step}/${point.moment} ${action}`] ?? {};
  const wrong = trouble.state === 'invalid';
  const activity = point.step.split('[', 1)[0] ?? '';
  return {
    point: point.id,
    second: null,
    action,
    source: point.place.task === 'workflow' ? 'workflows/ingest.ts:14' : `activities/${activity}.ts:21`,
    reproduce: `npm run explore ingestDocument -- --seed 7 --action ${action} --point '${point.id}'`,
    workflowId: `explore-${point.case}-${point.order}-${action}`,
    front: action === 'crash' ? (point.case === 'approved' ? 1 : 2) : null,
    heldMs: action === 'crash' ? 120 + point.order : null,
    ...untroubled,
    evidence: wrong ? `points/${point.case}-${point.order}-${action}` : null,
    ...trouble,
  };
}

function doubled(what: string, before: string): Partial<PointResult> {
  return {
    state: 'invalid',
    harms: ['doubled'],
    sentence: `crash after \`${what}\` had been applied and before ${before} was recorded: applied twice`,
    findings: [sampleFinding('side-effects-once', 'invalid', `1 of 4 effects was applied twice: ${what}.`)],
  };
}
