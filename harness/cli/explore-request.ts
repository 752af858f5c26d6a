import { actionNamed } from '../exploration/actions/index.ts';
import type { ExploreRequest } from '../exploration/explore-request.ts';
import { findSource } from '../exploration/find-source.ts';
import { pointChecks } from '../exploration/judge-point.ts';
import type { PointTask } from '../exploration/point-task.ts';
import type { ExplorationRequest } from './exploration-request.ts';
import { keepEvidence } from './keep-evidence.ts';

/** What the exploration is asked for, from what the command line was asked for. */
export function exploreRequest(request: ExplorationRequest, versions: ExploreRequest['versions']): ExploreRequest {
  const { explored, workflow, projectFolder, folder } = request;
  const { cases, points, front, depth, seed, timeLimitMs, audit, sabotage, news } = request;
  const sources = explored.sources ?? projectFolder;
  return {
    ...{ workflow, explored, cases, points, front, depth, seed, timeLimitMs, audit, sabotage, news, versions },
    actions: request.actions.map((name) => actionNamed(name)),
    checks: pointChecks.filter((name) => isJudged(name, request)),
    sourceOf: (step) => {
      const name = step.startsWith('workflow task') ? workflow : (/^\w+/.exec(step)?.[0] ?? '');
      return findSource(projectFolder, sources, name);
    },
    reproduce: (task) => reproduceCommand(request, task),
    keep: (one, judged) => keepEvidence(folder, one, judged),
  };
}

/** A check whose book the subject doesn't keep is left out here, as it is refused in a plan. */
function isJudged(name: (typeof pointChecks)[number], { config, explored }: ExplorationRequest): boolean {
  const keeps = config.subjects[explored.subject];
  if (name === 'side-effects-once' || name === 'progress-resumed') return keeps?.effects === true;
  return name !== 'checkpoints-match-history' || keeps?.checkpoints === true;
}

/**
 * The command that reproduces one result; the shell leaves what stands in quotes alone.
 *
 * @remarks A second crash is found again by exploring the recoveries of its first point.
 */
function reproduceCommand(request: ExplorationRequest, { point, action, second }: PointTask): string {
  const depth = second === null ? '' : ' --depth 2';
  return `${exploreCommandOf(request)} --point "${point.id}" --action ${action.name}${depth}`;
}

/** The command that explores the same system, and nothing but that. */
function exploreCommandOf({ workflow, seed, sabotage, stack }: ExplorationRequest): string {
  const broken = sabotage === null ? '' : ` --sabotage ${sabotage}`;
  return `npm run explore -- ${workflow} --seed ${seed} --stack ${stack.name}${broken}`;
}

/** The command that repeats the whole exploration. */
export function repeatCommandOf(request: ExplorationRequest): string {
  const { cases, actions, points, front, depth, audit, timeLimitMs, explored } = request;
  const some = cases.length === Object.keys(explored.cases).length ? [] : cases.map((name) => `--case ${name}`);
  const flags = [
    ...some,
    `--action ${actions.join(',')}`,
    ...(points ?? []).map((id) => `--point "${id}"`),
    `--front ${front}`,
    `--depth ${depth}`,
    `--audit ${Math.round(audit * 10_000) / 100}%`,
    ...(timeLimitMs === null ? [] : [`--time-limit ${timeLimitMs / 1000}s`]),
  ];
  return [exploreCommandOf(request), ...flags].join(' ');
}
