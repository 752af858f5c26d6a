import { isEffectOf, isMemberOf, isRowOf, partOf } from '../../checks/comparison/own-evidence.ts';
import { recordedKeeps } from '../../model/kept-books.ts';
import type { Job } from '../../model/plan.ts';
import {
  type RecordedBooks,
  type RecordedStrike,
  SHARED_SCHEMA,
  type SharedEvidence,
  STRIKE_SCHEMA,
} from '../../model/recorded-strike.ts';
import type { ReferenceCase } from '../points/references.ts';
import type { StrikeAt, StruckFacts } from '../strike/point-task.ts';
import type { ExplorationBooks } from './books.ts';
import type { JudgingContext } from './point-evidence.ts';

/** What one strike can be judged by again, beside the journal and {@link sharedEvidence}. */
export function recordedStrike(one: StruckFacts, books: ExplorationBooks): RecordedStrike {
  const { task, before, arrival, strikeMs, struck, job, faultId, front, startedMs, crowd, ended, endedMs, tries } = one;
  const last = { point: task.second?.point ?? task.point, arrival, strikeMs, struck };
  const strikes = (before === null ? [last] : [before, last]).map(recordedAt);
  return {
    schema: STRIKE_SCHEMA,
    case: task.known.name,
    action: task.action.name,
    strikes,
    job,
    faultId,
    front,
    startedMs,
    crowd,
    ended,
    endedMs,
    tries,
    books: booksOf(books, [job]),
  };
}

/** What all strikes of an exploration can be judged by again: the references, and the lives of the components. */
export function sharedEvidence(
  { explored, keeps, checks, versions, stack }: JudgingContext,
  known: readonly Pick<ReferenceCase, 'name' | 'tookMs' | 'jobs'>[],
  books: ExplorationBooks,
): SharedEvidence {
  const { subject, ignoreFields = [] } = explored;
  return {
    schema: SHARED_SCHEMA,
    subject,
    keeps: recordedKeeps(keeps),
    ignoreFields: [...ignoreFields],
    checks: checks.map(({ name }) => name),
    versions,
    components: [...stack.lives()],
    references: known.map(({ name, tookMs, jobs }) => ({ case: name, tookMs, jobs: [...jobs] })),
    books: booksOf(
      books,
      known.flatMap(({ jobs }) => jobs),
    ),
  };
}

function recordedAt({ point, arrival, strikeMs, struck }: StrikeAt): RecordedStrike['strikes'][number] {
  if (arrival === null) return { point, arrival, strikeMs, struck };
  const { boundary, atMs, heldMs } = arrival;
  const { call, workflowId, place } = boundary;
  return {
    point,
    arrival: { boundary: { call, workflowId, place, atMs: boundary.atMs }, atMs, heldMs },
    strikeMs,
    struck,
  };
}

/** The parts of the books that are about some workflows, and about those that these started. */
function booksOf(books: ExplorationBooks, jobs: readonly Job[]): RecordedBooks {
  const { families } = books;
  const isAny = (isOf: (job: Job) => boolean): boolean => jobs.some(isOf);
  const isMember = (id: string): boolean => isAny(({ workflowId }) => isMemberOf(workflowId, families)(id));
  return {
    eventHistories: partOf(books.eventHistories, (row) => isMember(row.workflowId)),
    replays: partOf(books.replays, (row) => isMember(row.workflowId)),
    checkpoints: partOf(books.checkpoints, (row) => isMember(row.workflowId)),
    effects: partOf(books.effects, (line) => isAny(({ workflowId }) => isEffectOf(workflowId, families)(line))),
    tables: partOf(books.tables, (row) => isAny((job) => isRowOf(job)(row))),
  };
}
