import { exitCodes } from '../../harness/model/exit-code.ts';
import type { ReplayReport } from '../../harness/model/replay-report.ts';
import type { Look, ScenarioLook } from './mutant.ts';
import { nothingFound, type Place, type Seen } from './place.ts';
import { lastLine, runNode } from './run-in.ts';

/** A look by which the event histories of a scenario are replayed. */
export type ReplayLook = Extract<Look, { readonly replay: string }>;

/** Replays event histories of the project without the mutant, as they are in hand when the mutant is deployed. */
export async function lookByReplay({ replay, seed, params }: ReplayLook, place: Place): Promise<Seen> {
  const where = `replay of ${replay}`;
  const histories = await place.historiesOf({ scenario: replay, seed, params } satisfies ScenarioLook);
  const args = ['harness/cli/main.ts', 'replay', '--histories', histories, '--json'];
  const { exit, stdout, stderr } = await runNode(place, args);
  if (exit === exitCodes.valid) return nothingFound(where, 'survived', 'every event history replays');
  if (exit === exitCodes.unknown) return nothingFound(where, 'unproved', 'not every event history was replayed');
  if (exit !== exitCodes.invalid) return nothingFound(where, 'failed', lastLine(stderr));
  const { failures } = JSON.parse(stdout) as ReplayReport;
  const [first] = failures;
  return { where, outcome: 'caught', why: `${failures.length} not followed: ${first?.error ?? ''}`, checks: [where] };
}
