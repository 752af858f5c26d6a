import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleEvidence } from '../../../test/samples/sample-evidence.ts';
import { sampleFinding, sampleReport } from '../../../test/samples/sample-report.ts';
import { allureResultsDir } from '../../allure/allure-results.ts';
import { HarnessError } from '../../errors.ts';
import type { Finding } from '../../model/check.ts';
import { phases } from '../../model/journal-entry.ts';
import type { PhaseHooks } from '../../model/phase-hooks.ts';
import { writeRunFolder } from '../../reporting/store/write-run-folder.ts';
import type { AttachedRun } from '../attach-outcome.ts';
import { type MochaOutcome, runScenarioInMocha } from '../run-scenario-in-mocha.ts';

/** The findings of a made-up run, by verdict. */
export type SampleKind = 'valid' | 'invalid' | 'unknown' | 'throws';

const findings: Readonly<Record<SampleKind, readonly Finding[]>> = {
  valid: [sampleFinding('side-effects-once', 'valid', '160 of 160 effects were applied once.')],
  invalid: [
    sampleFinding('every-workflow-completes', 'valid', '20 of 20 workflows ended as expected.'),
    sampleFinding('side-effects-once', 'invalid', '2 of 160 effects were applied twice.'),
  ],
  unknown: [sampleFinding('fault-landed', 'unknown', 'No effect witness was found.')],
  throws: [],
};

/** Runs a made-up run by the real Mocha and the real reporter. */
export async function runSample(
  reportsFolder: string,
  runId: string,
  kind: SampleKind,
): Promise<MochaOutcome<AttachedRun>> {
  const evidence = sampleEvidence(2);
  const { plan } = evidence;
  const report = sampleReport({ runId, findings: [...findings[kind]] }, evidence);
  const folder = join(reportsFolder, 'runs', plan.scenario, runId);
  const run = async (hooks: PhaseHooks): Promise<AttachedRun> => {
    for (const phase of phases) await hooks.phase(phase, () => inPhase(folder, kind));
    await writeFile(join(folder, 'logs', 'worker-1.1.log'), 'extracting document-01\n');
    await writeRunFolder(folder, { plan, evidence, report });
    return { report, folder, evidence };
  };
  const resultsDir = allureResultsDir(reportsFolder, plan.scenario, runId);
  return await runScenarioInMocha({ plan, runId, resultsDir, run });
}

async function inPhase(folder: string, kind: SampleKind): Promise<void> {
  if (kind === 'throws') {
    throw new HarnessError('CHAOS_STACK_NOT_READY', 'Expected temporal to be ready, but it died.');
  }
  await mkdir(join(folder, 'logs'), { recursive: true });
}
