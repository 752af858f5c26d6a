import { expect } from 'chai';
import { withEntries, withJournal, withLives, withPlan, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Evidence } from '../../model/evidence.ts';
import { blastRadiusContained } from './blast-radius-contained.ts';

const run = correctRun();
const verdictOf = (evidence: Evidence): string => blastRadiusContained.judge(evidence).verdict;
const exited = { kind: 'component', component: 'temporal', incarnation: 1, change: 'exited' } as const;

describe('blast-radius-contained: the lives of book and journal', () => {
  it('is unknown where book and journal tell other lives or exits', () => {
    const death = { ...exited, atMs: 4000 };
    const differing: Readonly<Record<string, Evidence>> = {
      'a life that is not in the journal': withJournal(run, (entry) =>
        entry.kind === 'component' && entry.component === 'temporal' ? null : entry,
      ),
      'an exit that the book lacks': withEntries(run, { ...death, exitCode: 1, signal: null, purpose: 'unplanned' }),
      'a life that the book lacks': withEntries(run, { ...death, incarnation: 2, change: 'spawned' }),
      'another exit of the victim': withLives(run, 'worker-1', {
        purpose: 'drain',
        exitedMs: 8100,
        exitCode: 0,
        signal: null,
      }),
      'a worker that the book lacks': withRows(run, 'components', (rows) =>
        rows.filter((row) => row.component !== 'worker-2'),
      ),
      'a planned worker that is in neither book': withPlan(run, { workers: 3 }),
      'a planned worker of a fleet that is in neither book': withPlan(run, { workers: 1, fleets: { mail: 1 } }),
    };
    for (const [what, evidence] of Object.entries(differing)) expect(verdictOf(evidence), what).to.equal('unknown');
  });

  it('lets the run itself tear the servers down after its books were read', () => {
    const ended = { ...exited, atMs: 9200, exitCode: null, signal: 'SIGKILL', purpose: 'teardown' } as const;
    expect(verdictOf(withEntries(run, ended))).to.equal('valid');
  });
});
