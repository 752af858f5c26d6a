import {
  type ComparedBooks,
  isEffectOf,
  isMemberOf,
  isRowOf,
  type Own,
  partOf,
} from '../../checks/comparison/own-evidence.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { Book, ReplayRow } from '../../model/evidence.ts';
import { fleetOf } from '../../model/fleets.ts';
import { digestOf, jsonSchema } from '../../model/json.ts';
import { type VersionOfReplay, versionsOfReplays } from '../../model/task-versions.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';

/** The books at one moment, whole; each point is judged by its own part of them. */
export interface ExplorationBooks extends ComparedBooks {
  /** Each whole event history, and every prefix by its path (see {@link PathReplays}). */
  readonly replays: Book<ReplayRow>;
}

/** Reads the books of workflows that have ended, and replays their event histories. */
export async function readBooks(
  context: ExplorationContext,
  workflowIds: readonly string[],
): Promise<ExplorationBooks> {
  const { books } = context.probes;
  const [eventHistories, checkpoints, effects, tables] = await Promise.all([
    books.linkedHistories(workflowIds),
    // The next front may be under way: only entries about these workflows matter, and they have ended.
    books.checkpoints({ growing: true }),
    books.effects(),
    books.tables({ growing: true }),
  ]);
  const { families } = context;
  if (eventHistories.state === 'collected') families.learn(eventHistories.rows, workflowIds);
  const replays = await replaysOf(context, eventHistories);
  return { eventHistories, replays, checkpoints, effects, families, tables };
}

async function replaysOf(context: ExplorationContext, histories: Book<EventHistory>): Promise<Book<ReplayRow>> {
  const { replayer } = context.probes;
  if (replayer === null)
    return {
      state: 'unavailable',
      reason: 'nothing replays the event histories of this system: it has no bundle and no replayer',
    };
  if (histories.state === 'unavailable') return histories;
  const versionOf = codeOfReplays(context);
  const replays = await replayer.replay(histories.rows, context.signal, versionOf);
  if (replays.state === 'unavailable') return replays;
  context.paths.learn(histories.rows, { replays, versionOf });
  const prefixes = histories.rows.flatMap((history) => context.paths.of(history, versionOf));
  return { state: 'collected', rows: [...replays.rows.filter(({ full }) => full), ...prefixes] };
}

/** Only a system of several fleets has more than one program with workflows; its journal is then searched for them. */
function codeOfReplays({ stack, journal }: ExplorationContext): VersionOfReplay {
  const several = stack.workers().some(({ name }) => fleetOf(name) !== null);
  return several ? versionsOfReplays(journal.entries()) : () => null;
}

/** The content of all that services hold of a workflow: another digest means that something was written since. */
export function digestOfOwn(
  { checkpoints, effects, tables, families }: Omit<ExplorationBooks, 'eventHistories' | 'replays'>,
  job: Own,
): string {
  const own = [
    partOf(checkpoints, (row) => isMemberOf(job.workflowId, families)(row.workflowId)),
    partOf(effects, isEffectOf(job.workflowId, families)),
    partOf(tables, isRowOf(job)),
  ];
  return digestOf(jsonSchema.parse(own));
}
