import { dirname } from 'node:path';
import { isOfHarness, type Look, type Mutant } from './mutant.ts';

const workerKill: Look = { scenario: 'worker-kill', seed: 3, params: { documents: 6 } };
const everyPoint: Look = { explore: 'ingestDocument' };

/** Scenarios that see what no crash of a worker brings to light. */
const others: readonly Look[] = [
  { scenario: 'worker-pause', seed: 3, params: { documents: 6 } },
  { scenario: 'supabase-link-reset-peer', seed: 3, params: { documents: 6 } },
  { scenario: 'worker-stop-graceful', seed: 3, params: { documents: 6 } },
  { scenario: 'worker-deploy-rolling', seed: 3, params: { documents: 16 } },
];

/** Where a part of the system is used: the look that is cheapest for it comes first. */
const byPath: readonly (readonly [part: string, looks: readonly Look[]])[] = [
  ['system-under-test/api/', [{ scenario: 'api-kill', seed: 3, params: { documents: 6 } }]],
  ['system-under-test/api/', [{ scenario: 'api-answer-lost', seed: 3, params: { documents: 6 } }]],
  ['greeting', [{ scenario: 'greeting-worker-kill', seed: 3, params: { greetings: 6 } }, { explore: 'greeting' }]],
  ['system-under-test/tls/', [{ scenario: 'certificate-rotated', seed: 3, params: { documents: 6 } }]],
  ['system-under-test/versions/', [{ scenario: 'worker-deploy-rolling', seed: 3, params: { documents: 16 } }]],
];

/**
 * Where a mutant is looked for that names no place itself, the cheapest first.
 *
 * @remarks One of the system under test: the scenarios that use its part, a killed worker, a crash at every point, and
 * then the other scenarios. One of the harness: the tests of its part, and the contracts that every fault, check and
 * action keeps.
 */
export function looksOf(mutant: Mutant): readonly Look[] {
  if (mutant.looks !== undefined) return mutant.looks;
  if (isOfHarness(mutant)) return [{ tests: [`${dirname(mutant.file)}/**/*.test.ts`, 'harness/contracts/*.test.ts'] }];
  const own = byPath.flatMap(([part, looks]) => (mutant.file.includes(part) ? looks : []));
  return [...own, workerKill, everyPoint, ...others];
}
