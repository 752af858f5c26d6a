import { type ComparableItem, comparableItems } from '../../model/as-without-fault.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf, type JournalEntry } from '../../model/journal.ts';
import { keptBooks } from '../../model/kept-books.ts';
import type { Job, References } from '../../model/plan.ts';
import { jobRecords, mayBeAbsent } from '../evidence/job-records.ts';
import { compareOutcomes } from './compare-outcomes.ts';
import { asReferences, type Comparison, type Outcome, outcomeOf } from './outcome.ts';
import { type ComparedBooks, isEffectOf } from './own-evidence.ts';
import { referenceDoubt, referencesOf } from './reference-runs.ts';
import { familiesOf } from './split-references.ts';
import { type UnreadValue, unreadValues } from './unread-values.ts';

/** A job that is compared with runs of the same workflow without a fault. */
export interface ComparedJob {
  readonly job: Job;
  readonly items: readonly ComparableItem[];
  /** How many runs it is compared with. */
  readonly references: number;
  /** Why it can't be compared, as a clause; null if it can. */
  readonly doubt: string | null;
  readonly findings: readonly Finding[];
  /** What could not be decoded and is compared with nothing. */
  readonly unread: readonly UnreadValue[];
}

const known = new WeakMap<Evidence, readonly ComparedJob[]>();

/**
 * The jobs of whose expectation an item is as without a fault, each compared with its references.
 *
 * @remarks Those that may never have been started are left out. Several checks ask for the same comparison, which is made
 * once.
 * @throws TypeError if the event histories are unavailable.
 */
export function comparedJobs(evidence: Evidence): readonly ComparedJob[] {
  const found = known.get(evidence) ?? compareAll(evidence);
  known.set(evidence, found);
  return found;
}

/** All that a run is compared by. */
interface Compared {
  readonly evidence: Evidence;
  readonly comparison: Comparison | null;
  readonly own: ComparedBooks;
  readonly theirs: ComparedBooks | null;
  readonly entriesOf: (workflowId: string) => readonly JournalEntry[];
}

function compareAll(evidence: Evidence): readonly ComparedJob[] {
  const records = jobRecords(evidence).filter((record) => (record.job.expect.asWithoutFault ?? []).length > 0);
  if (records.length === 0) return [];
  const compared = comparedOf(evidence);
  return records
    .filter((record) => !mayBeAbsent(record))
    .map(({ job, doubt }) => compareJob(compared, job, doubt ?? referenceDoubt(evidence, job)));
}

function comparedOf(evidence: Evidence): Compared {
  const [told] = entriesOf(evidence.journal, 'references');
  const { references, plan } = evidence;
  const byWorkflow = Map.groupBy(evidence.journal, (entry) => ('workflowId' in entry ? entry.workflowId : undefined));
  const runs = (plan.references ?? []).flatMap((one) => one.runs);
  return {
    evidence,
    comparison: told === undefined ? null : { keeps: keptBooks(told.keeps), ignoreFields: told.ignoreFields },
    own: withFamilies(evidence, plan.workload),
    theirs: references === undefined ? null : withFamilies(references, runs),
    entriesOf: (workflowId) => byWorkflow.get(workflowId) ?? [],
  };
}

function withFamilies(books: ComparedBooks, jobs: readonly Job[]): ComparedBooks {
  const { eventHistories, checkpoints, effects, tables } = books;
  const families = familiesOf(eventHistories.state === 'collected' ? eventHistories.rows : [], jobs);
  return { eventHistories, checkpoints, effects, tables, families };
}

function compareJob(compared: Compared, job: Job, doubt: string | null): ComparedJob {
  const items = comparableItems.filter((item) => job.expect.asWithoutFault?.includes(item));
  const references = referencesOf(compared.evidence, job);
  const facts = { job, items, references: references?.runs.length ?? 0, unread: [] };
  const { comparison, own, theirs } = compared;
  if (doubt !== null) return { ...facts, doubt, findings: [] };
  if (references === undefined || theirs === null) return { ...facts, doubt: 'it has no references', findings: [] };
  if (comparison === null)
    return { ...facts, doubt: 'the journal lacks that its runs without a fault had ended', findings: [] };
  try {
    const shared = sharedKey(job, { own, theirs, references });
    if (shared !== null) return { ...facts, doubt: shared, findings: [] };
    const ids = [job, ...references.runs].map(({ workflowId }) => workflowId);
    const read = (books: ComparedBooks, one: Job): Outcome =>
      outcomeOf(comparison, { books, job: one, entries: familyEntries(compared, books, one), items, alike: ids });
    const outcomes = references.runs.map((one) => read(theirs, one));
    const struck = read(own, job);
    const findings = compareOutcomes(struck, asReferences(outcomes));
    return { ...facts, doubt: null, findings, unread: unreadValues([struck, ...outcomes]) };
  } catch (error) {
    return { ...facts, doubt: error instanceof Error ? error.message : String(error), findings: [] };
  }
}

function familyEntries(
  { entriesOf: entriesOfWorkflow }: Compared,
  { families }: ComparedBooks,
  { workflowId }: Job,
): readonly JournalEntry[] {
  return [workflowId, ...(families?.of(workflowId) ?? [])].flatMap((id) => entriesOfWorkflow(id));
}

interface Sharing extends Pick<Compared, 'own'> {
  readonly theirs: ComparedBooks;
  readonly references: References;
}

/** Why effects of a job and its references can't be told apart: a key of one absorbs the requests of another. */
function sharedKey(job: Job, { own, theirs, references }: Sharing): string | null {
  const keys = [keysOf(own, job), ...references.runs.map((one) => keysOf(theirs, one))];
  const owners = new Map<string, number>();
  for (const key of keys.flatMap((some) => [...some])) owners.set(key, (owners.get(key) ?? 0) + 1);
  const shared = [...owners].find(([, times]) => times > 1)?.[0];
  if (shared === undefined) return null;
  return `it shares the idempotency key "${shared}" with its runs without a fault: make each id in its input of the workflow id`;
}

function keysOf({ effects, families }: ComparedBooks, { workflowId }: Job): ReadonlySet<string> {
  const lines = effects.state === 'collected' ? effects.rows.filter(isEffectOf(workflowId, families)) : [];
  return new Set(lines.flatMap(({ idempotencyKey }) => (idempotencyKey === null ? [] : [idempotencyKey])));
}
