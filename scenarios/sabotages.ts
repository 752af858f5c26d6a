import { join } from 'node:path';
import type { Sabotage } from '../harness/index.ts';

/** A deliberately broken variant of the system under test. Its programs are in the folder of its name, in `sabotage`. */
interface BrokenVariant {
  /**
   * What is broken: the activities (another worker command), the workflows (another bundle), both (the system), or the
   * REST API.
   */
  readonly broken: 'worker' | 'workflows' | 'system' | 'api';
  readonly name: string;
  readonly summary: string;
  /** The version of the system that is broken, if it isn't the first one. */
  readonly version?: string;
}

const variants: readonly BrokenVariant[] = [
  {
    broken: 'worker',
    name: 'effects-without-key',
    summary: 'Side effects carry no idempotency key, so that a retry charges twice.',
  },
  {
    broken: 'worker',
    name: 'checkpoint-lost',
    summary: 'The row of one stage is refused by the table, and the refusal is swallowed.',
  },
  {
    broken: 'workflows',
    name: 'checkpoint-early',
    summary: 'A checkpoint is written before the work that it stands for.',
  },
  {
    broken: 'worker',
    name: 'progress-ignored',
    summary: 'A retried extraction ignores heartbeat details and starts from page 1.',
  },
  {
    broken: 'worker',
    name: 'progress-noted-early',
    summary: 'An extraction heartbeats that a page is done before it reads it.',
  },
  {
    broken: 'worker',
    name: 'resume-blanks-receipts',
    summary: 'A retried extraction goes on where the last one stopped, but without the receipts of the pages before.',
  },
  { broken: 'workflows', name: 'nondeterministic', summary: 'The workflow branches on whether it is being replayed.' },
  { broken: 'workflows', name: 'compensation-skipped', summary: 'A document that is withdrawn keeps its embeddings.' },
  {
    broken: 'worker',
    name: 'checkpoint-not-idempotent',
    summary: 'A checkpoint that is written already fails the workflow for good.',
  },
  {
    broken: 'worker',
    name: 'checkpoint-best-effort',
    summary: 'A checkpoint that Supabase does not take at once is given up silently.',
  },
  { broken: 'workflows', name: 'greeting-without-retry', summary: 'A greeting is attempted once and never again.' },
  {
    broken: 'worker',
    name: 'checkpoint-after-effect',
    summary: 'What guards a publication from a retry is written only after it.',
  },
  {
    broken: 'system',
    name: 'compensation-forgets-lost-answer',
    summary: 'A withdrawal leaves a batch alone whose embedding was applied and whose answer was lost.',
  },
  {
    broken: 'worker',
    name: 'stale-status',
    summary: "A resumed extraction never stops writing its status into the document's row.",
  },
  {
    broken: 'worker',
    name: 'third-attempt-forgets-key',
    summary: 'From the third attempt on an effect carries another key.',
  },
  {
    broken: 'worker',
    name: 'publication-not-awaited',
    summary: 'A publication is reported as done while its request is on its way.',
  },
  {
    broken: 'worker',
    name: 'embedding-left-behind',
    summary: 'A batch is reported as embedded seconds before it is.',
  },
  {
    broken: 'workflows',
    name: 'notification-early',
    summary: 'The requester hears of a publication before it is made.',
  },
  {
    broken: 'workflows',
    name: 'embargo-halved',
    summary: 'An approved document is kept back for half of its embargo.',
  },
  {
    broken: 'workflows',
    name: 'heartbeat-timeout-doubled',
    summary: 'A dead extraction is noticed after twice the time that its client asked for.',
  },
  {
    broken: 'workflows',
    name: 'embedding-noted-late',
    summary: 'A batch is noted to be revoked only once its embedding is known.',
  },
  {
    broken: 'worker',
    name: 'effects-keyed-by-run',
    summary: 'The keys of side effects hold the id of the run, which a reset changes.',
  },
  {
    broken: 'workflows',
    name: 'unguarded-change',
    summary: 'The second version adds a step without `patched`, so executions under way cannot replay on it.',
    version: 'v2',
  },
  {
    broken: 'system',
    name: 'no-way-back',
    summary: 'The version that is to bring back the first one has the bad change too.',
    version: 'v1',
  },
  {
    broken: 'worker',
    name: 'pinning-forgotten',
    summary: 'Executions move to each version that is deployed, instead of being pinned.',
  },
  {
    broken: 'worker',
    name: 'certificate-read-once',
    summary: 'A worker reads its certificate once, and never the one that replaces it.',
  },
  {
    broken: 'worker',
    name: 'no-shutdown-grace',
    summary: 'A worker that is sent SIGTERM drops what it does, and ends.',
  },
  {
    broken: 'api',
    name: 'api-forgets-reviews',
    summary: 'A review that a client sends to the API again counts again.',
  },
  {
    broken: 'api',
    name: 'api-starts-anew',
    summary: 'A start that a client sends to the API again ends the ingestion and begins it anew.',
  },
];

/** Where the programs of the system under test are. */
export interface SystemPrograms {
  readonly folder: string;
  /** Of its files: `.ts`, or `.js` in the package. */
  readonly extension: string;
  /** The command that prints the path of a bundle of its workflows. */
  readonly bundler: readonly [string, ...string[]];
}

/** All deliberately broken variants of the system under test, by name. */
export function sabotagesOf(programs: SystemPrograms): Record<string, Sabotage> {
  return Object.fromEntries(variants.map((variant) => [variant.name, sabotageOf(variant, programs)]));
}

function sabotageOf({ broken, name, summary, version }: BrokenVariant, programs: SystemPrograms): Sabotage {
  const program = (file: string): [string, ...string[]] => [
    'node',
    join(programs.folder, 'sabotage', name, `${file}${programs.extension}`),
  ];
  return {
    summary,
    ...(version === undefined ? {} : { version }),
    ...(broken === 'worker' || broken === 'system' ? { command: program('worker') } : {}),
    ...(broken === 'workflows' || broken === 'system' ? { bundle: [...programs.bundler, name] } : {}),
    ...(broken === 'api' ? { api: program('api') } : {}),
  };
}
