import { expect } from 'chai';
import type { Report } from '../../harness/model/report.ts';
import { planOf, type WantedRun } from '../catalogue/wanted-run.ts';
import { describeFindings, verdictOf } from './run-scenario.ts';
import { sharedRun } from './shared-run.ts';

/** A run of something broken, and what one check must say of it. */
export interface Catch {
  readonly run: WantedRun;
  readonly check: string;
  readonly verdict: 'invalid' | 'unknown';
}

/** The run is caught by that check, which decides its verdict. */
export async function expectCaught({ run, check, verdict }: Catch): Promise<void> {
  const { report } = await sharedRun(run);
  expect(verdictOf(report, check), describeFindings(report)).to.equal(verdict);
  expect(report.verdict, describeFindings(report)).to.equal(verdict);
}

/**
 * Without the fault every check of a run is valid but the one that says that nothing landed.
 *
 * @param run - the one without the fault
 * @param struck - the one with it, of which each check must have been valid without it
 */
export async function expectUnhurt(run: WantedRun, struck: WantedRun): Promise<void> {
  const { report } = await sharedRun(run);
  const notValid = report.findings.filter((finding) => finding.verdict !== 'valid').map((finding) => finding.check);
  // Without a fault no worker is stopped and no version deployed, so the checks of that have seen nothing either.
  expect(notValid, describeFindings(report)).to.deep.equal([
    'fault-landed',
    ...planOf(struck).checks.filter((name) => name === 'stops-gracefully' || name === 'runs-on-version'),
  ]);
  expect(report.findings.map(({ check }) => check)).to.include.members([...planOf(struck).checks]);
  expect(report.verdict).to.equal('unknown');
}

/** The good system's run is valid, its faults landed, and it ran where it was asked to. */
export async function expectValid(run: WantedRun): Promise<Report> {
  const { report } = await sharedRun(run);
  expect(report.verdict, describeFindings(report)).to.equal('valid');
  expect(report.errors).to.deep.equal([]);
  expect(report.landings.every(({ landed }) => landed)).to.equal(true);
  expect(report).to.include({ scenario: run.scenario, seed: run.seed, stack: run.stack });
  expect(report.versions.stackChoice).to.match(run.stack === 'docker' ? /^asked for; engine \d+\./ : /^asked for$/);
  return report;
}
