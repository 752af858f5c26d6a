import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleEvidence } from '../../../test/samples/sample-evidence.ts';
import { sampleFinding, sampleReport } from '../../../test/samples/sample-report.ts';
import { allureResultsDir } from '../../allure/allure-results.ts';
import { HarnessError } from '../../errors.ts';
import { phases } from '../../model/journal-entry.ts';
import { writeRunFolder } from '../../reporting/store/write-run-folder.ts';
import type { RunOutcome, ScenarioRun } from '../provided-run.ts';
import { runScenarioInMocha } from '../run-scenario-in-mocha.ts';

// A made-up run through the real Mocha and the real reporter, for the tests: `node … <reports folder> <run id> <kind>`.
const [, , reportsFolder = 'reports', runId = 'sample', kind = 'valid'] = process.argv;

const findings = {
  valid: [sampleFinding('side-effects-once', 'valid', '160 of 160 effects were applied once.')],
  invalid: [
    sampleFinding('every-workflow-completes', 'valid', '20 of 20 workflows ended as expected.'),
    sampleFinding('side-effects-once', 'invalid', '2 of 160 effects were applied twice.'),
  ],
  unknown: [sampleFinding('fault-landed', 'unknown', 'No effect witness was found.')],
} as const;

const evidence = sampleEvidence(2);
const { plan } = evidence;
const report = sampleReport({ runId, findings: [...(findings[kind as keyof typeof findings] ?? [])] }, evidence);
const folder = join(reportsFolder, 'runs', plan.scenario, runId);

const run: ScenarioRun['run'] = async (hooks): Promise<RunOutcome> => {
  for (const phase of phases) {
    await hooks.phase(phase, async () => {
      if (kind === 'throws')
        throw new HarnessError('CHAOS_STACK_NOT_READY', 'Expected temporal to be ready, but it died.');
      await mkdir(join(folder, 'logs'), { recursive: true });
    });
  }
  await writeFile(join(folder, 'logs', 'worker-1.1.log'), 'extracting document-01\n');
  await writeRunFolder(folder, { plan, evidence, report });
  return { report, folder, evidence };
};

const resultsDir = allureResultsDir(reportsFolder, plan.scenario, runId);
const { failures, outcome, error } = await runScenarioInMocha({ plan, runId, resultsDir, run });
console.log(JSON.stringify({ failures, verdict: outcome?.report.verdict ?? null, code: error?.code ?? null }));
