import { isOfHarness, type Look, type Mutant } from './mutant.ts';

const load = { seed: 3, params: { documents: 6 } };
const workerKill: Look = { scenario: 'worker-kill', ...load };
const rolling: Look = { scenario: 'worker-deploy-rolling', seed: 3, params: { documents: 16 } };
const replay: Look = { replay: 'worker-kill', ...load };
const everyPoint: Look = { explore: 'ingestDocument' };

/** Strikes between an effect and its record, in each case that has such a step. */
const aroundEffects: Look = {
  explore: 'ingestDocument',
  points: [
    'approved/extractPages/outside 2/reply',
    'approved/extractPages/heartbeat page 2/reply',
    'approved/extractPages/completion/request',
    'approved/embedPages[batch 1]/outside 1/request',
    'approved/embedPages[batch 2]/outside 1/reply',
    'approved/publish/outside 1/request',
    'approved/publish/outside 1/reply',
    'approved/notify/outside 1/reply',
    'approved/saveCheckpoint[published]/supabase 1/request',
    'approved/saveCheckpoint[published]/supabase 1/reply',
    'rejected/revokeEmbeddings[batch 2]/outside 1/reply',
    'timed-out/revokeEmbeddings[batch 1]/outside 1/request',
    'cancelled/saveCheckpoint[cancelled]/supabase 1/reply',
  ].map((point) => `ingestDocument/${point}`),
};

const linkReset: Look = { scenario: 'supabase-link-reset-peer', ...load };
const outsideLink: Look = { scenario: 'outside-link-failing', ...load };
const reviews: Look = { scenario: 'repeated-reviews', ...load };
const cancelled: Look = { scenario: 'cancelled-in-flight', ...load };
const reset: Look = { scenario: 'workflow-reset', ...load };
const stopped: Look = { scenario: 'worker-stop-graceful', ...load };

/** What no crash of a worker brings to light. */
const others: readonly Look[] = [
  linkReset,
  outsideLink,
  reviews,
  cancelled,
  reset,
  stopped,
  { scenario: 'worker-pause', ...load },
  rolling,
];

/** Where a part of the system is used, by a part of the file's path. */
const byPath: readonly (readonly [part: string, looks: readonly Look[]])[] = [
  [
    'system-under-test/api/',
    [
      { scenario: 'api-answer-lost', ...load },
      { scenario: 'api-kill', ...load },
    ],
  ],
  ['checkpoint', [{ scenario: 'supabase-kill', ...load }]],
  ['greet', [{ scenario: 'greeting-worker-kill', seed: 3, params: { greetings: 6 } }, { explore: 'greeting' }]],
  ['system-under-test/tls/', [{ scenario: 'certificate-rotated', ...load }]],
  ['system-under-test/versions/', [rolling]],
];

/** What is most likely to see harm of a kind, where a killed worker does not. */
const byKind: readonly (readonly [kind: RegExp, looks: readonly Look[]])[] = [
  [/cancel|compensat/, [cancelled]],
  [/signal|review/, [reviews]],
  [/shut ?down|drain|stop/, [stopped]],
  [/retry|retries|swallow/, [linkReset, outsideLink]],
  [/key scope|reset/, [reset]],
];

/**
 * Where a mutant is looked for that names no place itself, the cheapest first.
 *
 * @remarks One of the system under test: the scenarios that use its part, a killed worker, the scenario for its kind of harm,
 * strikes around effects, other scenarios, and a crash at every point. At last the event histories of the project without the mutant are replayed: a
 * change of the workflow's commands that does no other harm leaves workflows stuck that are under way when it is deployed.
 * One of the harness: the tests of its part, such as `harness/faults`, and the contracts that every fault, check and action keeps; then all unit
 * tests, the stack tests of its part, and the sabotages that the harness must find.
 */
export function looksOf(mutant: Mutant): readonly Look[] {
  if (mutant.looks !== undefined) return mutant.looks;
  if (isOfHarness(mutant)) return looksAtHarness(partOf(mutant.file));
  const ofPart = byPath.flatMap(([part, looks]) => (mutant.file.includes(part) ? looks : []));
  const ofKind = byKind.flatMap(([kind, looks]) => (kind.test(mutant.kind) ? looks : []));
  const ofWorkflows = /\/(workflows|versions)\//.test(mutant.file) ? [replay] : [];
  const ofVersions = /patch|version|determinis/.test(mutant.kind) ? ofWorkflows : [];
  return [
    ...new Set([...ofPart, ...ofVersions, workerKill, ...ofKind, aroundEffects, ...others, everyPoint, ...ofWorkflows]),
  ];
}

function looksAtHarness(part: string): readonly Look[] {
  return [
    { tests: [`${part}/**/*.test.ts`, 'harness/contracts/*.test.ts'] },
    { tests: ['harness/**/*.test.ts', 'scenarios/**/*.test.ts', 'test/unit/old-run-folders.test.ts'] },
    { tests: [`${part}/**/*.stack-test.ts`] },
    { tests: ['sabotages', 'harness-sabotages'].map((name) => `test/real/${name}.real-test.ts`) },
  ];
}

/** The folder of the harness that a file belongs to: tests of what is built from it stand beside the whole. */
function partOf(file: string): string {
  return file.split('/').slice(0, -1).slice(0, 2).join('/');
}
