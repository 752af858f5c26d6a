import { judgeEvidence, makePlan, makeReport, registryOf, runPlan, writeReport } from 'durable-chaos';
import { config } from './chaos.config.mjs';

const scenario = config.scenarios.find(({ name }) => name === process.argv[2]);
const plan = makePlan(scenario, { seed: 7, params: { greetings: 3 } });
const run = await runPlan(plan, { config, stack: 'embedded' });
const judged = judgeEvidence(run.evidence, registryOf(config));
const report = makeReport(run, judged);
await writeReport(run.folder, report, judged.evidence);
console.log(JSON.stringify({ verdict: report.verdict, findings: report.findings, folder: run.folder }));
