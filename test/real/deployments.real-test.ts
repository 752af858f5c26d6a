import { expect } from 'chai';
import { type Evidence, readRunFolder } from '../../harness/index.ts';
import { attributesOf, type EventHistory, eventsOf } from '../../harness/model/event-history.ts';
import { goodRuns } from '../catalogue/scenario-runs.ts';
import { isDue } from '../catalogue/tier.ts';
import { isDeployment } from '../catalogue/wanted-run.ts';
import { itsGoodRuns } from './its-good-runs.ts';
import { itsSabotages } from './its-sabotages.ts';
import { sharedRun } from './shared-run.ts';

/** The document that the first version has approved before anything is replaced. */
const BEFORE_THE_CHANGE = 'document-01';

describe('each deployment', () => {
  itsGoodRuns(isDeployment);
  itsSabotages(({ run }) => isDeployment(run.scenario));
});

describe('the executions of a deployment', () => {
  for (const { tier, run } of goodRuns) {
    if (run.stack !== 'embedded' || !isDeployment(run.scenario) || !isDue({ tier })) continue;
    if (Object.keys(run.params).length === 0) continue;
    it(`${run.scenario}: run on the versions that they should`, async () => {
      const { folder } = await sharedRun(run);
      const { evidence } = await readRunFolder(folder);
      const published = historiesOf(evidence).filter((history) => hasActivity(history, 'publish'));
      const [checked, unchecked] = [true, false].map((wanted) =>
        published
          .filter((history) => hasActivity(history, 'findDuplicate') === wanted)
          .map(({ workflowId }) => workflowId),
      );
      expect(unchecked).to.include(BEFORE_THE_CHANGE);
      if (run.scenario === 'worker-deploy-bad-and-back') expect(checked).to.deep.equal([]);
      else expect(checked).not.to.deep.equal([]);
      if (run.scenario === 'worker-deploy-rolling') expect(unchecked).to.deep.equal([BEFORE_THE_CHANGE]);
      if (run.scenario === 'worker-deploy-pinned') for (const one of published) expect(buildsOf(one)).to.have.length(1);
    });
  }
});

function historiesOf({ eventHistories }: Pick<Evidence, 'eventHistories'>): readonly EventHistory[] {
  return eventHistories.state === 'collected' ? eventHistories.rows : [];
}

function hasActivity(history: EventHistory, type: string): boolean {
  return eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').some((event) => {
    const { activityType } = attributesOf(event) as { readonly activityType?: { readonly name?: string } };
    return activityType?.name === type;
  });
}

/** The builds that completed workflow tasks of it, each once. */
function buildsOf(history: EventHistory): readonly string[] {
  const builds = eventsOf(history, 'WORKFLOW_TASK_COMPLETED').map((event) => {
    const { deploymentVersion } = attributesOf(event) as { readonly deploymentVersion?: { readonly buildId?: string } };
    return deploymentVersion?.buildId ?? 'none';
  });
  return [...new Set(builds)];
}
