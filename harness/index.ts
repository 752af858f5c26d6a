/**
 * The public API: the types and functions to write a chaos.config.ts, a scenario or a workload, and to run it.
 *
 * @example
 * import { assertValid, runScenario } from 'durable-chaos';
 *
 * it('loses nothing when a worker dies', async () => assertValid(await runScenario('worker-kill', { seed: 7 })));
 */

// Run: scenarios and explorations, their judgement and their reports.

export type { CompletedRun } from './app/execute-run.ts';
export type { ExploreOptions } from './app/explore-options.ts';
export { type ExploreWorkflowOptions, exploreWorkflow } from './app/explore-workflow.ts';
export { type CollectedEvidence, type Judged, judgeEvidence } from './app/judge-evidence.ts';
export type { RunOptions } from './app/run-request.ts';
export { runPlan, runScenario, type ScenarioOptions } from './app/run-scenario.ts';
export { writeReport } from './app/write-report.ts';
export { HarnessError } from './errors.ts';
export { assertValid } from './reporting/assert-valid.ts';
export { type JudgedRun, makeReport, type RunRecord } from './reporting/run/make-report.ts';
export { BrokenRunError, VerdictError } from './reporting/run/verdict-error.ts';
export { type RunFolder, readRunFolder } from './reporting/store/read-run-folder.ts';
export { makePlan, type PlanChoices } from './runner/make-plan.ts';
export { harnessSabotageNames } from './sabotage/index.ts';

// Configure: chaos.config.ts.

export type { ApiAddresses, ClientAddresses, WorkerAddresses } from './model/addresses.ts';
export {
  type ChaosConfig,
  defineConfig,
  type ExploredWorkflow,
  type Sabotage,
  type SystemVersion,
} from './model/config.ts';
export type {
  CodecServer,
  PayloadBytes,
  PayloadContext,
  PayloadSettings,
  SystemCodec,
  SystemDataConverter,
} from './model/data-converter.ts';
export type { FleetConfig } from './model/fleet-config.ts';
export { type RequestAttribution, type ServiceRequest } from './model/service-request.ts';
export type { Service, ServiceAddress, ServiceProgram } from './model/services.ts';
export type { SubjectBooks, SubjectTable } from './model/subject-books.ts';
export type { TemporalAccess, TemporalAccessTls } from './model/temporal-access.ts';
export type { SearchAttributeType, TemporalSetup } from './model/temporal-setup.ts';
export type { ProgramTls, TlsFiles } from './model/tls.ts';
export type { WorkerVariant } from './model/worker-variant.ts';
export { imageTag } from './provision/images/image-specs.ts';

// Write scenarios.

export { z } from 'zod';
export type { ApiRequest } from './model/api-request.ts';
export type { BySchedule } from './model/by-schedule.ts';
export type { Expectation, Work } from './model/expectation.ts';
export type { ExpectedActivityOptions } from './model/expected-activity-options.ts';
export type { ExpectedOrder } from './model/expected-order.ts';
export type { ExpectedRow } from './model/expected-row.ts';
export type { CallMoment, CheckpointMoment, EventMoment, Moment } from './model/moment.ts';
export type { ClientAction, Job, Plan, PlannedFault, Selector } from './model/plan.ts';
export { type Random, seededRandom } from './model/random.ts';
export { defineScenario, type PlanBody, type Scenario, type ScenarioParams } from './model/scenario.ts';
export type { StartCommand } from './model/start-command.ts';
export type { WrittenExpectation, WrittenJob } from './model/written-job.ts';
export { receiptOf } from './outside-world/effect-request.ts';

// Write faults, checks and actions: each built-in one is a file of some ten lines over these.

export { builtInRegistry, type Registry, registryOf } from './app/registry.ts';
export { defineCheck, everyPoint, invalid, rowsOf, unknown, valid } from './checks/define-check.ts';
export { checkNames, checks } from './checks/index.ts';
export { killFault } from './faults/builders/kill-fault.ts';
export { byToxics, linkFault } from './faults/builders/link-fault.ts';
export { pauseFault } from './faults/builders/pause-fault.ts';
export { serverRadius, workerRadius } from './faults/builders/radius.ts';
export { faults } from './faults/index.ts';
export { brokenCalls, refusedCalls } from './faults/witnesses/broken-calls.ts';
export { deaths } from './faults/witnesses/deaths.ts';
export { failedActivities } from './faults/witnesses/failed-activities.ts';
export { failedProbes } from './faults/witnesses/failed-probes.ts';
export { failedRequests } from './faults/witnesses/failed-requests.ts';
export { retriedTasks } from './faults/witnesses/retried-tasks.ts';
export { silence } from './faults/witnesses/silence.ts';
export { faultWindow } from './faults/witnesses/window.ts';
export type { BlastRadius } from './model/blast-radius.ts';
export type { BookName, Check, Finding, PointRule } from './model/check.ts';
export { count } from './model/count.ts';
export type { ExplorationAction } from './model/exploration-action.ts';
export type { Fault, Injection } from './model/fault.ts';

// Data and types: evidence, journal, reports and the stack.

export type { CrashPoint, Place } from './model/crash-point.ts';
export type { EventHistory, HistoryEvent } from './model/event-history.ts';
export { attributesOf, eventTypeOf, isOpaque, payloadsOf } from './model/event-history.ts';
export type {
  Book,
  CheckpointRow,
  Evidence,
  Landing,
  LedgerLine,
  ReplayRow,
  TableRow,
  Witness,
} from './model/evidence.ts';
export type { JournalEntry } from './model/journal.ts';
export { entriesOf } from './model/journal.ts';
export { canonicalJson, digestOf, type Json } from './model/json.ts';
export type { Report } from './model/report.ts';
export type { Component, Container, Gateway, Link, Stack, Target, Toxic } from './model/stack.ts';
export type { Capability, StackName } from './model/stacks.ts';
export type { Verdict } from './model/verdict.ts';
export type { Violation, ViolationName } from './model/violation.ts';
