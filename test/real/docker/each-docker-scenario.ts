import { expect } from 'chai';
import { goodRuns } from '../../catalogue/scenario-runs.ts';
import { dueNow } from '../../catalogue/tier.ts';
import { expectValid } from '../expect-runs.ts';

/** The tests of the scenarios on the Docker stack that are due now, for those that are meant: two files share them. */
export function eachDockerScenario(isMeant: (scenario: string) => boolean): void {
  const due = dueNow(goodRuns).filter(({ run }) => run.stack === 'docker' && isMeant(run.scenario));
  // A restart of Temporal needs the most of the machine: it comes last.
  const inOrder = due.toSorted((a, b) => Number(isRestart(a.run.scenario)) - Number(isRestart(b.run.scenario)));
  for (const { run } of inOrder) {
    const { scenario, seed } = run;
    const load = Object.keys(run.params).length === 0 ? ' and all its load' : '';
    const by = run.tls ? ' by TLS' : '';
    it(`${scenario} with seed ${seed}${load}${by} is valid, by what the engine itself has told`, async () => {
      const report = await expectValid(run);
      expect(report.versions.images).to.be.oneOf(['official', 'offline', 'mixed']);
      expect(report.versions.tls).to.equal(run.tls || scenario.startsWith('certificate') ? 'mutual' : undefined);
      if (!/link|network|certificate/.test(scenario)) {
        const causes = report.landings.flatMap(({ witnesses }) => witnesses).filter(({ sort }) => sort === 'cause');
        expect(new Set(causes.map(({ source }) => source))).to.deep.equal(new Set(['engine']));
      }
    });
  }
}

function isRestart(scenario: string): boolean {
  return /^temporal-.*kill$/.test(scenario);
}

/** Whether a scenario strikes workers; the others strike servers and their links. */
export function isOfWorkers(scenario: string): boolean {
  return /worker|certificate/.test(scenario);
}
