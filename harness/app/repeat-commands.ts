import type { PointTask } from '../exploration/strike/point-task.ts';
import { asTyped } from '../model/as-typed.ts';
import type { ExplorationRequest } from './exploration-request.ts';

/**
 * The command that reproduces one result. The point is in quotes, so the shell leaves it alone.
 *
 * @remarks A second crash is found again by exploring the recoveries from its first point.
 */
export function reproduceCommandOf(asked: ExplorationRequest, { point, action, second }: PointTask): string {
  const depth = second === null ? '' : ' --depth 2';
  return `${exploreCommandOf(asked)} --point "${point.id}" --action ${action.name}${depth}`;
}

/** The command that explores the same system, without any choice of points. */
function exploreCommandOf({ systemWords, seed, sabotage, stack, tls, hosted }: ExplorationRequest): string {
  const named = hosted === undefined ? '' : 'SUPABASE_URL=… SUPABASE_KEY=… ';
  const broken = sabotage === null ? '' : ` --sabotage ${sabotage}`;
  const place = `--stack ${stack.name}${tls ? ' --tls' : ''}`;
  return asTyped(`${named}npm run explore -- ${systemWords} --seed ${seed} ${place}${broken}`);
}

/** The command that repeats the whole exploration. */
export function repeatCommandOf(asked: ExplorationRequest): string {
  const { cases, actions, points, front, depth, audit, timeLimitMs, explored } = asked;
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
  return [exploreCommandOf(asked), ...flags].join(' ');
}
