import type { AlsoStarted } from './also-started.ts';
import { apiRequestSchema } from './api-request.ts';
import { escapePattern } from './escape-pattern.ts';
import type { Expectation } from './expectation.ts';
import type { ExpectedRow } from './expected-row.ts';
import { markPattern } from './hosted-supabase.ts';
import { type Json, jsonSchema } from './json.ts';
import type { Moment } from './moment.ts';
import type { Job, Plan, References, Selector } from './plan.ts';
import { workflowOptionsSchema } from './workflow-options.ts';

/**
 * The same plan with workflow ids of one run's own: each begins with the run's mark instead of that of an earlier run.
 *
 * @remarks For tables that outlive a run: its rows can then be told from all others. An id is renamed wherever it
 * stands as a word: in jobs, moments and targets, and in what goes into a workflow and is expected of it, since a
 * workflow may make either of the other. Words of the system itself stay: kinds, stages, types, names of fields.
 */
export function markPlan(plan: Plan, mark: string): Plan {
  const { references } = plan;
  const jobs = [...plan.workload, ...(references ?? []).flatMap(({ runs }) => runs)];
  const ids = jobs.map((job) => job.workflowId);
  const rename = renaming(ids, mark);
  return {
    ...plan,
    workload: plan.workload.map((job) => markedJob(job, rename)),
    ...(references === undefined ? {} : { references: references.map((one) => markedReferences(one, rename)) }),
    schedule: plan.schedule.map((planned) => ({
      ...planned,
      at: markedMoment(planned.at, rename),
      target: markedTarget(planned.target, rename),
    })),
  };
}

/** The inputs of a workflow under an id of one run, as {@link markPlan} renames it. */
export function markStart<T extends Pick<Job, 'workflowId' | 'args'>>(start: T, mark: string): T {
  const rename = renaming([start.workflowId], mark);
  return { ...start, workflowId: rename(start.workflowId), args: start.args.map((arg) => inJson(arg, rename)) };
}

/** The same job under another workflow id, which is renamed wherever {@link markPlan} would mark it. */
export function renamedJob(job: Job, workflowId: string): Job {
  const word = wordsOf([job.workflowId]);
  return markedJob(job, (text) => text.replaceAll(word, () => workflowId));
}

type Rename = (text: string) => string;

/** Renames every word that is one of the ids; an earlier mark goes only where all of them have it. */
function renaming(ids: readonly string[], mark: string): Rename {
  const [earlier] = markPattern.exec(ids[0] ?? '') ?? [''];
  const kept = ids.every((id) => id.startsWith(earlier)) ? earlier.length : 0;
  if (ids.length === 0) return (text) => text;
  const word = wordsOf(ids);
  return (text) => text.replaceAll(word, (id) => `${mark}${id.slice(kept)}`);
}

/** The longest first: of two ids one may begin with the other. */
function wordsOf(ids: readonly string[]): RegExp {
  const longest = ids.toSorted((a, b) => b.length - a.length).map((id) => escapePattern(id));
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${longest.join('|')})(?![\p{L}\p{N}_])`, 'gu');
}

function markedJob(job: Job, rename: Rename): Job {
  return {
    ...job,
    workflowId: rename(job.workflowId),
    args: job.args.map((arg) => inJson(arg, rename)),
    ...markedRequest(job, rename),
    ...markedCommand(job, rename),
    ...(job.options === undefined
      ? {}
      : { options: workflowOptionsSchema.parse(inJson(jsonSchema.parse(job.options), rename)) }),
    ...(job.also === undefined ? {} : { also: job.also.map((one) => markedPattern(one, rename)) }),
    actions: job.actions.map((action) => ({
      ...action,
      args: action.args.map((arg) => inJson(arg, rename)),
      ...(action.answer === undefined ? {} : { answer: inJson(action.answer, rename) }),
      ...markedRequest(action, rename),
    })),
    expect: markedExpectation(job.expect, rename),
    ...(job.orExpect === undefined ? {} : { orExpect: job.orExpect.map((one) => markedExpectation(one, rename)) }),
  };
}

function markedReferences({ of, runs }: References, rename: Rename): References {
  return { of: of.map((id) => rename(id)), runs: runs.map((job) => markedJob(job, rename)) };
}

function markedExpectation(expect: Expectation, rename: Rename): Expectation {
  return {
    ...expect,
    ...(expect.result === undefined ? {} : { result: inJson(expect.result, rename) }),
    effects: expect.effects.map(({ kind, subject, payload }) => ({
      kind,
      subject: inSubject(subject, rename),
      ...(payload === undefined ? {} : { payload: inJson(payload, rename) }),
    })),
    ...(expect.activities === undefined
      ? {}
      : { activities: expect.activities.map((activity) => markedActivity(activity, rename)) }),
    ...(expect.rows === undefined ? {} : { rows: expect.rows.map((row) => markedRow(row, rename)) }),
  };
}

/** A pattern may hold the id of its job. */
function markedPattern(also: AlsoStarted, rename: Rename): AlsoStarted {
  return also.idPattern === undefined ? also : { ...also, idPattern: rename(also.idPattern) };
}

type ExpectedActivity = NonNullable<Job['expect']['activities']>[number];

function markedActivity({ type, input, result }: ExpectedActivity, rename: Rename): ExpectedActivity {
  return {
    type,
    ...(input === undefined ? {} : { input: input.map((arg) => inJson(arg, rename)) }),
    ...(result === undefined ? {} : { result: inJson(result, rename) }),
  };
}

/** A request names a workflow in its path, its key or its body. */
function markedRequest({ request }: Pick<Job, 'request'>, rename: Rename): Pick<Job, 'request'> {
  return request === undefined ? {} : { request: apiRequestSchema.parse(inJson(jsonSchema.parse(request), rename)) };
}

/** A command may name its workflow otherwise than by the placeholder. */
function markedCommand({ start }: Pick<Job, 'start'>, rename: Rename): Pick<Job, 'start'> {
  if (start === undefined) return {};
  const [program, ...args] = start.command;
  const { idPattern } = start;
  const pattern = idPattern === undefined ? {} : { idPattern: rename(idPattern) };
  return { start: { ...start, command: [program, ...args.map((word) => rename(word))], ...pattern } };
}

function markedRow(row: ExpectedRow, rename: Rename): ExpectedRow {
  const { key, columns } = row;
  const values = Object.entries(columns).map(([name, value]) => [name, inJson(value, rename)] as const);
  return {
    ...row,
    ...(typeof key === 'string' ? { key: rename(key) } : {}),
    columns: Object.fromEntries(values),
  };
}

type Subject = Job['expect']['effects'][number]['subject'];

function inSubject(subject: Subject, rename: Rename): Subject {
  const fields = Object.entries(subject).map(([name, value]) => [
    name,
    typeof value === 'string' ? rename(value) : value,
  ]);
  return Object.fromEntries(fields) as Subject;
}

function markedMoment(moment: Moment, rename: Rename): Moment {
  if (moment.kind === 'ended') return { ...moment, workflowIds: moment.workflowIds.map((id) => rename(id)) };
  if (moment.kind === 'elapsed' || moment.workflowId === undefined) return moment;
  return { ...moment, workflowId: rename(moment.workflowId) };
}

function markedTarget(target: Selector, rename: Rename): Selector {
  if (target.role !== 'holder' || target.workflowId === undefined) return target;
  return { ...target, workflowId: rename(target.workflowId) };
}

function inJson(value: Json, rename: Rename): Json {
  if (typeof value === 'string') return rename(value);
  if (Array.isArray(value)) return value.map((item: Json) => inJson(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inJson(item, rename)]));
}
