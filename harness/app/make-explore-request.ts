import type { ExploreRequest } from '../exploration/explore-request.ts';
import { sourceFinder } from '../exploration/points/find-source.ts';
import { writeShared, writeStrike } from '../reporting/exploration/strike-files.ts';
import type { ExplorationRequest } from './exploration-request.ts';
import { exploredChecks } from './explored-checks.ts';
import { registryOf } from './registry.ts';
import { reproduceCommandOf } from './repeat-commands.ts';
import { actionNamed } from './validate/validate-action.ts';
import { writePointEvidence } from './write-point-evidence.ts';

/** Turns the options of the command line into the request of an exploration, now that its system is up. */
export function makeExploreRequest(asked: ExplorationRequest, versions: ExploreRequest['versions']): ExploreRequest {
  const { config, explored, workflow, projectFolder, folder } = asked;
  const { cases, points, front, depth, seed, timeLimitMs, audit, sabotage, listener } = asked;
  const findSource = sourceFinder(projectFolder, explored.sources ?? projectFolder);
  const registry = registryOf(config);
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
    actions: asked.actions.map((name) => actionNamed(registry, name)),
    ...exploredChecks(registry.checks, asked),
    sourceOf: (step) => {
      const name = step.startsWith('workflow task') ? workflow : (/^\w+/.exec(step)?.[0] ?? '');
      return findSource(name);
    },
    reproduce: (task) => reproduceCommandOf(asked, task),
    keep: (one, judged) => writePointEvidence(folder, one, judged),
    record: (strike) => writeStrike(folder, strike),
    recordShared: (shared) => writeShared(folder, shared),
  };
}
