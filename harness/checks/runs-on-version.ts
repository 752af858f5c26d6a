import { count } from '../model/count.ts';
import {
  attributesOf,
  type EventHistory,
  eventTypeOf,
  type HistoryEvent,
  textAttribute,
} from '../model/event-history.ts';
import type { ComponentRow, Evidence } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import { fleetOf } from '../model/fleets.ts';
import { entriesOf } from '../model/journal.ts';
import { completionsIn, failuresIn, versionsOfLives } from '../model/task-versions.ts';
import type { ToldViolation } from '../model/violation.ts';
import { defineCheck, invalid, rowsOf, unknown, valid, withFirst } from './define-check.ts';
import { jobRecords } from './evidence/job-records.ts';

/**
 * Each execution of which the plan says so ran its workflow tasks on workers of the version that it should.
 *
 * @remarks The journal says with which version the harness started a worker, and which worker answered a task. That it ran
 * another version has to show in the build that it told Temporal. So versions are told apart by builds: where all workers
 * report one build, nothing is proved. See
 * {@link https://docs.temporal.io/production-deployment/worker-deployments/worker-versioning | Worker Versioning}.
 */
export const runsOnVersion = defineCheck({
  name: 'runs-on-version',
  invariant: 'Each execution runs on the version of the system that the plan names: pinned to it, or moved to it.',
  books: ['eventHistories', 'components'],
  onRequest: true,
  judge: (evidence) => {
    const wanted = executionsWithVersion(evidence);
    if (wanted.length === 0) return unknown('The plan says of no execution which version it must run on.');
    const undeployed = whyNotDeployed(wanted, evidence);
    // An execution that must stay on the first version needs no deployment to be judged.
    const judged = undeployed === null ? wanted : wanted.filter((one) => staysOn(one, evidence.plan.version));
    const strays = judged.flatMap((execution) => strayOf(execution) ?? []);
    if (strays.length > 0) {
      const share = `${strays.length} of ${count(wanted.length, 'execution')} ran on another version`;
      return invalid(withFirst(share, strays), strays);
    }
    const doubt = undeployed ?? whyNotTold(wanted, evidence) ?? whyNotKnown(wanted);
    if (doubt !== null) return unknown(doubt);
    const tasks = wanted.reduce((sum, { answers: all }) => sum + all.length, 0);
    const numbers = `${count(wanted.length, 'execution')} with ${count(tasks, 'workflow task')}`;
    return valid(`${numbers} ran on their version, the last task of each on: ${lastBuilds(wanted)}.`);
  },
});

type Expected = NonNullable<Expectation['version']>;

/** A workflow task that was completed or failed, and on which build. */
interface Answer {
  readonly startedEventId: string;
  /** The life of the worker; null: it is not known. */
  readonly life: string | null;
  /** The build that its worker reported to Temporal; null: none is known. */
  readonly build: string | null;
  readonly type: 'completed' | 'failed';
  /** Whether its worker was still there at the end. */
  readonly isStanding: boolean;
}

interface Execution {
  readonly workflowId: string;
  readonly expected: Expected;
  readonly answers: readonly Answer[];
  /** The builds that workers of the expected version reported. */
  readonly builds: ReadonlySet<string>;
}

function executionsWithVersion(evidence: Evidence): readonly Execution[] {
  const answersOf = answersIn(evidence);
  return jobRecords(evidence).flatMap(({ job: { workflowId, expect }, histories }) => {
    const expected = expect.version;
    if (expected === undefined) return [];
    const answers = histories.flatMap((history) => answersOf(history));
    // The first that is known: a worker that only failed a task has reported none.
    const stays = new Set(answers.flatMap(({ build }) => build ?? []).slice(0, 1));
    const builds = expected.name === undefined ? stays : buildsOf(expected.name, evidence);
    return [{ workflowId, expected, answers, builds }];
  });
}

function buildsOf(version: string, evidence: Evidence): ReadonlySet<string> {
  const versions = versionsOfLives(evidence.journal);
  return new Set(reports(evidence).flatMap(({ life, build }) => (versions.get(life) === version ? [build] : [])));
}

/** Each build that a life reported with a workflow task that it completed, of any workflow. */
function reports({ journal, eventHistories }: Evidence): readonly { readonly life: string; readonly build: string }[] {
  const completed = completionsIn(journal);
  return rowsOf(eventHistories).flatMap((history) =>
    history.events.flatMap((event) => {
      const life = completed(history, textAttribute(event, 'startedEventId') ?? '');
      const build = buildIn(event);
      return life === undefined || build === null ? [] : [{ life, build }];
    }),
  );
}

/** What was answered for the workflow tasks of an execution, in order. */
function answersIn(evidence: Evidence): (history: EventHistory) => readonly Answer[] {
  const standing = livesAtTheEnd(rowsOf(evidence.components));
  const builds = new Map(reports(evidence).map(({ life, build }) => [life, build]));
  const [completed, failed] = [completionsIn(evidence.journal), failuresIn(evidence.journal)];
  return (history) =>
    history.events.flatMap((event): Answer[] => {
      const type = answers[eventTypeOf(event)];
      if (type === undefined) return [];
      const startedEventId = textAttribute(event, 'startedEventId') ?? '';
      const life = (type === 'completed' ? completed : failed)(history, startedEventId) ?? null;
      // The server fails tasks by itself too, as by a reset.
      if (life === null && type === 'failed') return [];
      const build = buildIn(event) ?? (life === null ? null : (builds.get(life) ?? null));
      return [{ startedEventId, life, build, type, isStanding: life !== null && standing.has(life) }];
    });
}

const answers: Readonly<Record<string, Answer['type']>> = {
  WORKFLOW_TASK_COMPLETED: 'completed',
  WORKFLOW_TASK_FAILED: 'failed',
};

/** The build that a worker reported with a workflow task that it completed; null if it reported none. */
function buildIn(event: HistoryEvent): string | null {
  if (eventTypeOf(event) !== 'WORKFLOW_TASK_COMPLETED') return null;
  const { deploymentVersion, workerVersion } = attributesOf(event) as {
    readonly deploymentVersion?: { readonly buildId?: string };
    readonly workerVersion?: { readonly buildId?: string };
  };
  return (
    [deploymentVersion?.buildId, workerVersion?.buildId].find((build) => build !== undefined && build !== '') ?? null
  );
}

function livesAtTheEnd(rows: readonly ComponentRow[]): ReadonlySet<string> {
  return new Set(
    rows.flatMap(({ component, incarnations }) =>
      incarnations
        .filter(({ exitedMs, purpose }) => exitedMs === null || purpose === 'teardown' || purpose === 'drain')
        .map(({ incarnation }) => `${component}.${incarnation}`),
    ),
  );
}

/** Why no execution can be expected on another version than the first: what should deploy it is not there, or failed. */
function whyNotDeployed(wanted: readonly Execution[], { plan, journal }: Evidence): string | null {
  const deploying = plan.schedule.filter(({ params }) => typeof params.version === 'string');
  if (deploying.length === 0) return 'No fault of the plan deploys another version.';
  const names = new Set(wanted.flatMap(({ expected }) => expected.name ?? []));
  const absent = [...names].find(
    (name) => name !== plan.version && !deploying.some((one) => one.params.version === name),
  );
  if (absent !== undefined) return `No fault of the plan deploys the version ${absent}.`;
  const healed = new Set(
    entriesOf(journal, 'fault').flatMap(({ faultId, step }) => (step === 'healed' ? [faultId] : [])),
  );
  const open = deploying.find(({ id }) => !healed.has(id));
  return open === undefined
    ? null
    : `The fault ${open.id}, which deploys ${JSON.stringify(open.params.version)}, was not carried out.`;
}

/** The violation of an execution that another version answered tasks of; null if none did. */
function strayOf({ workflowId, expected, answers: all, builds }: Execution): ToldViolation | null {
  const last = all.at(-1);
  // Before the deployment has ended, a task may go to either version.
  const judged = expected.completes === 'every-task' ? all : last?.isStanding === true ? [last] : [];
  const wrong = judged.filter(({ life, build }) => life !== null && build !== null && !builds.has(build));
  const [first] = wrong;
  if (first === undefined || first.build === null) return null;
  const wanted = expected.name ?? [...builds].join();
  const which = `${count(wrong.length, 'workflow task')}, the first at event ${first.startedEventId},`;
  const detail = `It ran ${which} on the build ${first.build} (${first.life ?? 'unknown'}), not on ${wanted}.`;
  const step = `workflow task (event ${first.startedEventId})`;
  return { workflowId, violation: 'other-version', step, detail, expected: wanted, actual: first.build };
}

function staysOn({ expected }: Execution, firstVersion: string | undefined): boolean {
  return expected.completes === 'every-task' && expected.name !== undefined && expected.name === firstVersion;
}

/** How many executions ended on each build: `v1 24, v2 4`. */
function lastBuilds(wanted: readonly Execution[]): string {
  const ends = Map.groupBy(wanted, ({ answers: all }) => all.at(-1)?.build ?? 'none');
  return [...ends].map(([build, some]) => `${build} ${some.length}`).join(', ');
}

/** Why it can't be said of some execution; null if it can be of each. */
function whyNotKnown(wanted: readonly Execution[]): string | null {
  for (const { workflowId, expected, answers: all, builds } of wanted) {
    if (!all.some(({ type }) => type === 'completed')) return `${workflowId} has completed no workflow task.`;
    const last = all.at(-1);
    const judged = expected.completes === 'every-task' || last === undefined ? all : [last];
    if (judged.some(({ life }) => life === null)) return `Who completed a workflow task of ${workflowId} is not known.`;
    if (judged.some(({ build }) => build === null))
      return `A worker that ran ${workflowId} reported no build to Temporal.`;
    if (!judged.every(({ build }) => build !== null && builds.has(build))) {
      return `${workflowId} ended before the deployment of ${expected.name ?? 'its version'} did.`;
    }
  }
  return null;
}

/** Why builds don't tell the versions apart; null if they do. Further fleets have no version, so their builds tell nothing. */
function whyNotTold(wanted: readonly Execution[], evidence: Evidence): string | null {
  const { plan, journal } = evidence;
  const all = reports(evidence).filter(({ life }) => fleetOf(life.replace(/\.\d+$/, '')) === null);
  const told = new Set(all.map(({ build }) => build));
  if (told.size === 0) return 'No worker reported a build to Temporal. Give each version a build id.';
  if (wanted.some(({ builds }) => [...told].every((build) => builds.has(build)))) {
    return `All workers reported one build to Temporal (${[...told].join(', ')}). Give each version a build id.`;
  }
  const versions = versionsOfLives(journal);
  const unnamed = all.find(({ life }) => plan.version !== undefined && !versions.has(life));
  if (unnamed === undefined) return null;
  return `${unnamed.life} was started without a version, though the plan names the first one.`;
}
