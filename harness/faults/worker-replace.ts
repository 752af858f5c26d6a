import { z } from 'zod';
import { HarnessError } from '../errors.ts';
import type { Fault } from '../model/fault.ts';
import { fleetOf, MAIN_FLEET } from '../model/fleets.ts';
import type { Target } from '../model/stack.ts';
import { stopFacts, stopWitnesses, stopWorker } from './builders/stop-fault.ts';
import { faultWindow } from './witnesses/window.ts';
import { withdrawnPolls } from './witnesses/withdrawn-polls.ts';

type Replacement = { readonly version: string | null; readonly breaks: boolean; readonly drained: boolean };

const params: z.ZodType<Replacement> = z.strictObject({
  /** The version of the system that takes its place; null: the one that it runs already. */
  version: z.string().min(1).nullable().default(null),
  /** Whether it is known that the version can't continue the executions under way, so that it fails their tasks. */
  breaks: z.boolean().default(false),
  /** Whether all that the worker served has ended, so that it holds no task: that its polls end is then the effect. */
  drained: z.boolean().default(false),
});

/** Replaces a worker as a deployment does: SIGTERM with work in hand, then a start with another version. */
export const workerReplace: Fault = {
  ...stopFacts,
  name: 'worker-replace',
  summary: 'Send SIGTERM to a worker and let it drain. Healing waits for its end and starts it with another `version`.',
  params,
  needs: ['kill'],
  inject: (stack, target, given) => {
    const { version } = params.parse(given);
    // Before anything is stopped: a worker that can't be started again would be missing for good.
    if (version !== null && !stack.builds.has(version)) throw noSuchVersion(version, stack.builds);
    if (version !== null && fleetOf(target.component) !== null) throw ofAnotherFleet(version, target);
    return stopWorker(stack, target, async () => {
      const worker = stack.component(target.component);
      if (!worker.running) await worker.start(version ?? undefined);
      if (version !== null) await stack.deploy(version);
    });
  },
  witnesses: (evidence, planned) => {
    const window = faultWindow(evidence, planned.id);
    const { drained } = params.parse(planned.params);
    const polls = drained && window !== undefined ? withdrawnPolls(evidence, window) : [];
    return [...stopWitnesses(evidence, planned), ...polls];
  },
};

function ofAnotherFleet(version: string, { component }: Target): HarnessError {
  const sentence = `${component} is of the fleet ${fleetOf(component)}, which has no version "${version}".`;
  return new HarnessError('CHAOS_USAGE', `${sentence} Name the fleet \`${MAIN_FLEET}\` in the target.`);
}

function noSuchVersion(version: string, builds: ReadonlySet<string>): HarnessError {
  const choice = builds.size === 0 ? 'chaos.config.ts names none.' : `Choose one of: ${[...builds].join(', ')}.`;
  return new HarnessError('CHAOS_USAGE', `There is no version of the system named "${version}". ${choice}`);
}
