import { count } from '../model/count.ts';
import {
  attributesOf,
  type EventHistory,
  eventTypeOf,
  type HistoryEvent,
  textAttribute,
} from '../model/event-history.ts';
import type { ComponentRow, Evidence } from '../model/evidence.ts';
import type { Expectation, Plan } from '../model/plan.ts';
import { completionsIn, failuresIn, versionsOfLives } from '../model/task-versions.ts';
import type { Violation } from '../model/violation.ts';
import { defineCheck, invalid, rowsOf, unknown, valid } from './define-check.ts';
import { jobRecords } from './evidence/job-records.ts';

/**
 * Each execution of which the plan says so ran its workflow tasks on workers of the version that it should.
 *
 * @remarks Which worker answered a task is in the gateway's journal, and which version that worker was started with in
 * the book of its lives. That it really ran another version has to show in what it told Temporal: workers of two versions
 * that report one build prove nothing. See
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
    const absent = wanted.flatMap(({ expected: { name } }) => (isDeployed(name, evidence.plan) ? [] : [name]));
    if (absent.length > 0) return unknown(`No fault of the plan deploys the version ${absent[0] ?? ''}.`);
    const violations = wanted.flatMap((execution) => violationsOf(execution));
    const tasks = wanted.reduce((sum, { answers }) => sum + answers.length, 0);
    const numbers = `${count(wanted.length, 'execution')} with ${count(tasks, 'workflow task')}`;
    if (violations.length > 0) return invalid(`Of ${numbers}, not all ran on their version.`, violations);
    const doubt = whyNotKnown(wanted) ?? whyNotTold(evidence);
    return doubt === null ? valid(`${numbers}: each ran on its version.`) : unknown(doubt);
  },
});

type Expected = NonNullable<Expectation['version']>;
type Version = string | null;

/** A workflow task that was completed or failed, and by which version. */
interface Answer {
  readonly startedEventId: string;
  /** The life of the worker; null: it is not known. */
  readonly life: string | null;
  /** Null: the version that the run began with, if the plan gives it no name. */
  readonly version: Version;
  /** The build that its worker reported to Temporal; null for a failed task. */
  readonly build: string | null;
  /** Whether its worker was still there at the end. */
  readonly isStanding: boolean;
}

interface Execution {
  readonly workflowId: string;
  readonly expected: Expected;
  readonly answers: readonly Answer[];
}

function executionsWithVersion(evidence: Evidence): readonly Execution[] {
  const answersOf = answersIn(evidence);
  return jobRecords(evidence).flatMap(({ job, histories }) => {
    const { workflowId, expect } = job;
    const answers = histories.flatMap((history) => answersOf(history));
    return expect.version === undefined ? [] : [{ workflowId, expected: expect.version, answers }];
  });
}

/** Of a plan that deploys nothing, nothing can be said: not even that executions stay where they began. */
function isDeployed(version: string | undefined, { version: first, schedule }: Plan): boolean {
  const deployed = schedule.flatMap(({ params }) => params.version ?? []);
  return version === undefined ? deployed.length > 0 : version === first || deployed.includes(version);
}

/** What was answered for the workflow tasks of an execution, in order. */
function answersIn({ plan, journal, components }: Evidence): (history: EventHistory) => readonly Answer[] {
  const versions = versionsOfLives(journal);
  const standing = livesAtTheEnd(rowsOf(components));
  const [completed, failed] = [completionsIn(journal), failuresIn(journal)];
  return (history) =>
    history.events.flatMap((event): Answer[] => {
      const type = eventTypeOf(event);
      if (type !== 'WORKFLOW_TASK_COMPLETED' && type !== 'WORKFLOW_TASK_FAILED') return [];
      const startedEventId = textAttribute(event, 'startedEventId') ?? '';
      const lives = type === 'WORKFLOW_TASK_COMPLETED' ? completed : failed;
      const life = lives.get(`${history.workflowId} ${startedEventId}`) ?? null;
      // The server fails tasks by itself too, as by a reset.
      if (life === null && type === 'WORKFLOW_TASK_FAILED') return [];
      const version = life === null ? null : (versions.get(life) ?? plan.version ?? null);
      const isStanding = life !== null && standing.has(life);
      return [{ startedEventId, life, version, isStanding, build: buildIn(event) }];
    });
}

/** The build that a worker reported with a workflow task that it completed. */
function buildIn(event: HistoryEvent): string | null {
  const { deploymentVersion, workerVersion } = attributesOf(event) as {
    readonly deploymentVersion?: { readonly buildId?: string };
    readonly workerVersion?: { readonly buildId?: string };
  };
  if (eventTypeOf(event) !== 'WORKFLOW_TASK_COMPLETED') return null;
  return deploymentVersion?.buildId ?? workerVersion?.buildId ?? 'none';
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

function violationsOf({ workflowId, expected, answers }: Execution): readonly Violation[] {
  const last = answers.at(-1);
  // Before the deployment has ended, a task may go to either version.
  const judged = expected.completes === 'every-task' ? answers : last?.isStanding === true ? [last] : [];
  const wanted = expected.name ?? answers[0]?.version ?? null;
  return judged
    .filter(({ life, version }) => life !== null && version !== wanted)
    .map(({ startedEventId, life, version }): Violation => {
      const which = `The workflow task that event ${startedEventId} started`;
      const detail = `${which} was answered by ${life ?? ''}, which runs ${describe(version)}, not ${describe(wanted)}.`;
      return { workflowId, violation: 'other-version', detail, expected: wanted, actual: version };
    });
}

function describe(version: Version): string {
  return version ?? 'the first version';
}

/** Why it can't be said of some execution; null if it can be of each. */
function whyNotKnown(wanted: readonly Execution[]): string | null {
  for (const { workflowId, expected, answers } of wanted) {
    if (answers.every(({ build }) => build === null)) return `${workflowId} has completed no workflow task.`;
    if (answers.some(({ life }) => life === null))
      return `Who completed a workflow task of ${workflowId} is not known.`;
    if (expected.completes === 'last-task' && answers.at(-1)?.version !== expected.name) {
      return `${workflowId} ended before the deployment of ${expected.name} did.`;
    }
  }
  return null;
}

/** Why what the workers told Temporal doesn't tell their versions apart; null if it does. Equal bundles need no difference. */
function whyNotTold(evidence: Evidence): string | null {
  const { bundleHash, bundles = {} } = evidence.versions;
  const bundleOf = (version: Version): string | null => (version === null ? bundleHash : (bundles[version] ?? null));
  const builds = [...buildsByVersion(evidence)];
  for (const [version, own] of builds) {
    for (const [other, others] of builds) {
      const shared = own.find((build) => others.includes(build));
      const isSame = version === other || (bundleOf(version) !== null && bundleOf(version) === bundleOf(other));
      if (isSame || shared === undefined) continue;
      const both = `${describe(version)} and ${describe(other)}`;
      return `Workers of ${both} report one build to Temporal (${shared}). Give each version a build id.`;
    }
  }
  return null;
}

/** The builds that workers of each version reported, as the event histories of all workflows have them. */
function buildsByVersion(evidence: Evidence): ReadonlyMap<Version, readonly string[]> {
  const answers = rowsOf(evidence.eventHistories).flatMap(answersIn(evidence));
  const told = answers.flatMap(({ life, version, build }) =>
    life === null || build === null ? [] : [{ version, build }],
  );
  const byVersion = Map.groupBy(told, ({ version }) => version);
  return new Map([...byVersion].map(([version, all]) => [version, all.map(({ build }) => build)]));
}
