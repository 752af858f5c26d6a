import { actionNamed } from '../exploration/actions/index.ts';
import type { ExploreRequest } from '../exploration/explore-request.ts';
import { pointChecks } from '../exploration/judge/judge-point.ts';
import { findSource } from '../exploration/points/find-source.ts';
import type { ExplorationRequest } from './exploration-request.ts';
import { reproduceCommandOf } from './repeat-commands.ts';
import { writePointEvidence } from './write-point-evidence.ts';

/** What is asked of an exploration, now that its system is up, from what the command line was asked for. */
export function makeExploreRequest(asked: ExplorationRequest, versions: ExploreRequest['versions']): ExploreRequest {
  const { explored, workflow, projectFolder, folder } = asked;
  const { cases, points, front, depth, seed, timeLimitMs, audit, sabotage, listener } = asked;
  const sources = explored.sources ?? projectFolder;
  return {
    workflow,
    explored,
    cases,
    points,
    front,
    depth,
    seed,
    timeLimitMs,
    audit,
    sabotage,
    listener,
    versions,
    actions: asked.actions.map((name) => actionNamed(name)),
    checks: pointChecks.filter((name) => isJudged(name, asked)),
    sourceOf: (step) => {
      const name = step.startsWith('workflow task') ? workflow : (/^\w+/.exec(step)?.[0] ?? '');
      return findSource(projectFolder, sources, name);
    },
    reproduce: (task) => reproduceCommandOf(asked, task),
    keep: (one, judged) => writePointEvidence(folder, one, judged),
  };
}

/** A check whose book the subject doesn't keep is left out here, as it is refused in a plan. */
function isJudged(name: (typeof pointChecks)[number], { config, explored }: ExplorationRequest): boolean {
  const keeps = config.subjects[explored.subject];
  if (name === 'side-effects-once' || name === 'progress-resumed') return keeps?.effects === true;
  return name !== 'checkpoints-match-history' || keeps?.checkpoints === true;
}
