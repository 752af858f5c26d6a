/** The public API: everything that a scenario, a workload or a chaos.config.ts may use. */
export { checkNames } from './checks/index.ts';
export { faults } from './faults/index.ts';
export { defineScenarioTest } from './mocha/define-scenario-test.ts';
export type { BlastRadius } from './model/blast-radius.ts';
export type { BookName, Check, Finding } from './model/check.ts';
export {
  type ChaosConfig,
  type ClientAddresses,
  defineConfig,
  type ExploredWorkflow,
  type Sabotage,
  type ServiceRequest,
  type WorkerAddresses,
  type WorkerVariant,
} from './model/config.ts';
export type { CrashPoint, Place } from './model/crash-point.ts';
export type { EventHistory, HistoryEvent } from './model/event-history.ts';
export type { Book, CheckpointRow, Evidence, Landing, LedgerLine, ReplayRow, Witness } from './model/evidence.ts';
export type { Fault, Injection } from './model/fault.ts';
export type { JournalEntry } from './model/journal.ts';
export { canonicalJson, digestOf, type Json } from './model/json.ts';
export type { CallMoment, CheckpointMoment, EventMoment, Moment } from './model/moment.ts';
export type { ClientAction, Expectation, Job, Plan, PlannedFault, Selector, Work } from './model/plan.ts';
export { type Random, seededRandom } from './model/random.ts';
export type { Report } from './model/report.ts';
export { defineScenario, type PlanBody, type Scenario, type ScenarioParams } from './model/scenario.ts';
export type { Component, Container, Gateway, Link, Stack, Target, Toxic } from './model/stack.ts';
export type { Capability, StackName } from './model/stacks.ts';
export type { Verdict } from './model/verdict.ts';
export { imageTag } from './provision/images/image-specs.ts';
export { harnessSabotageNames } from './sabotage/index.ts';
