import { z } from 'zod';
import type { Check } from '../model/check.ts';
import type { ChaosConfig, ExploredWorkflow, Sabotage, SystemVersion } from '../model/config.ts';
import { exchangedEffectSchema } from '../model/exchange-facts.ts';
import type { ExplorationAction } from '../model/exploration-action.ts';
import type { Fault } from '../model/fault.ts';
import { unfitForFolder } from '../model/file-names.ts';
import { migrationsOf } from '../model/migrations-of.ts';
import { jobFields, jobSchema } from '../model/plan.ts';
import type { PlanBody, Scenario } from '../model/scenario.ts';
import type { SubjectBooks, SubjectTable } from '../model/subject-books.ts';
import { searchAttributeTypes, type TemporalSetup } from '../model/temporal-setup.ts';
import { issuesOfConverters, payloadSettings } from './data-converter-schema.ts';
import { byName, call, fields, list, shaped } from './fields.ts';
import { fleetsSchema, issuesOfFleets } from './fleet-schema.ts';
import { mixedReplayers } from './mixed-replayers.ts';
import { command, environment, replayer, text } from './program-schema.ts';
import { hostAndPort, issuesOfServices, serviceSchema } from './service-schema.ts';
import { temporalSchema } from './temporal-schema.ts';

/** In milliseconds; a timer takes no longer time. */
const limit = z
  .int()
  .positive()
  .max(2 ** 31 - 1);
const parameters = z.custom((value) => value instanceof z.ZodType, 'must be a schema of zod');
/** Only checked to be an object: the whole plan is checked against its schema later. */
const planBody = z.custom<PlanBody>((value) => typeof value === 'object' && value !== null, 'must be an object');
const canary = jobFields.pick({ workflowType: true, workflowId: true, args: true }).strip();

/** Schema of a scenario. */
export const scenarioSchema: z.ZodType<Scenario> = shaped<Scenario>({
  name: text,
  hypothesis: text,
  subject: text,
  needs: z.array(z.string()),
  params: parameters,
  control: z.looseObject({ sabotage: z.string(), check: z.string() }).optional(),
  plan: call<Scenario['plan']>(planBody),
});

const fault = shaped<Fault>({
  name: text,
  summary: text,
  proof: z.strictObject({ cause: text, effect: text }).optional(),
  strikes: z.enum(['component', 'link']),
  victim: text,
  params: parameters,
  needs: z.array(z.string()),
  blastRadius: call(),
  leastMs: call<NonNullable<Fault['leastMs']>>().optional(),
  inject: call(),
  witnesses: call(),
});

const check = shaped<Check>({
  name: text,
  invariant: text,
  books: z.array(z.enum(['eventHistories', 'replays', 'checkpoints', 'effects', 'tables', 'components'])),
  onRequest: z.literal(true).optional(),
  givenBy: call<NonNullable<Check['givenBy']>>().optional(),
  points: z.strictObject({ applies: call(), references: z.enum(['all', 'violations', 'nothing']) }).optional(),
  judge: call(),
});

const action = shaped<ExplorationAction>({
  name: text,
  summary: text,
  words: z.object({ noun: text, deed: text, meaning: text }),
  strikesAt: call(),
  leavesTrace: call(),
  scope: z.enum(['group', 'single-workflow', 'call']),
  fault: fault.nullable(),
  kills: z.boolean(),
});

const sabotage = fields<Sabotage>({
  summary: z.string(),
  command: command.optional(),
  bundle: command.nullable().optional(),
  replayer: replayer.optional(),
  api: command.optional(),
  version: text.optional(),
  fleet: text.optional(),
  env: environment.optional(),
});

const version = fields<SystemVersion>({
  summary: text,
  command: command.optional(),
  bundle: command.nullable().optional(),
  replayer: replayer.optional(),
  env: environment.optional(),
  deploy: command.optional(),
});

const table = fields<SubjectTable>({ table: text, key: text, ignore: list(z.string()).optional() });

const explored = fields<ExploredWorkflow>({
  subject: text,
  cases: byName(call<ExploredWorkflow['cases'][string]>(jobSchema)).refine(
    (cases) => Object.keys(cases).length > 0,
    'must not be empty',
  ),
  workflowTypes: list(text).optional(),
  label: call<NonNullable<ExploredWorkflow['label']>>(z.string().nullable()).optional(),
  progress: call<NonNullable<ExploredWorkflow['progress']>>(z.string().nullable()).optional(),
  attribute: call<NonNullable<ExploredWorkflow['attribute']>>(
    z.object({ workflowId: z.string(), activityId: z.string(), body: z.string().nullable().optional() }).nullable(),
  ).optional(),
  ignoreFields: list(text).optional(),
  tables: list(table).optional(),
  env: environment.optional(),
  sources: text.optional(),
});

/** Schema of the export `config` of chaos.config.ts, and of the return values of the functions in it. */
export const configSchema: z.ZodType<ChaosConfig> = fields<ChaosConfig>({
  workers: fields<ChaosConfig['workers']>({
    command,
    bundle: command.nullable(),
    replayer: replayer.optional(),
    cwd: text.optional(),
    env: call<NonNullable<ChaosConfig['workers']['env']>>(environment).optional(),
    dataConverter: text.optional(),
    fixedAddress: hostAndPort.optional(),
    container: fields({ image: text, folder: z.string().regex(/^\//, 'must begin with /') }).optional(),
    readyLimitMs: limit,
    drainLimitMs: limit,
  }),
  fleets: fleetsSchema.optional(),
  client: fields<NonNullable<ChaosConfig['client']>>({
    command,
    env: call<NonNullable<ChaosConfig['client']>['env']>(environment),
  }).optional(),
  api: fields<NonNullable<ChaosConfig['api']>>({
    command,
    env: call<NonNullable<ChaosConfig['api']>['env']>(environment),
    readyPath: z.string().startsWith('/', 'must begin with /'),
    readyLimitMs: limit,
  }).optional(),
  services: byName(serviceSchema).optional(),
  effects: call<NonNullable<ChaosConfig['effects']>>(exchangedEffectSchema.nullable()).optional(),
  secrets: list(z.instanceof(RegExp)).optional(),
  ...payloadSettings,
  taskQueue: text,
  namespace: text,
  temporal: temporalSchema.optional(),
  setup: fields<TemporalSetup>({
    searchAttributes: byName(z.enum(searchAttributeTypes)).optional(),
    nexusEndpoints: byName(fields({ taskQueue: text })).optional(),
    retentionDays: z.int().positive().max(3650).optional(),
  }).optional(),
  canary: call<NonNullable<ChaosConfig['canary']>>(canary).optional(),
  subjects: byName(
    fields<SubjectBooks>({ checkpoints: z.boolean(), effects: z.boolean(), tables: list(table).optional() }),
  ),
  books: fields<ChaosConfig['books']>({
    migrations: text.optional(),
    checkpoints: fields<NonNullable<ChaosConfig['books']['checkpoints']>>({
      migrations: z.string().optional(),
      table: z.string(),
      activityType: z.string().optional(),
      alsoWritten: list(fields({ table: text, key: text })).optional(),
    }).optional(),
  }),
  scenarios: list(scenarioSchema).refine((scenarios) => scenarios.length > 0, 'must not be empty'),
  sabotages: byName(sabotage),
  versions: byName(version).optional(),
  faults: list(fault).optional(),
  checks: list(check).optional(),
  actions: list(action).optional(),
  explorations: byName(explored).optional(),
}).superRefine((config, context) => {
  const { workers, scenarios, subjects, explorations = {}, sabotages, versions = {}, services = {} } = config;
  const issue = (path: PropertyKey[], message: string): void => context.addIssue({ code: 'custom', path, message });
  const noneOfSubjects = (subject: string): string => `is "${subject}", which is none of \`subjects\``;
  for (const [name, { version: broken }] of Object.entries(sabotages)) {
    if (broken === undefined || Object.hasOwn(versions, broken)) continue;
    issue(['sabotages', name, 'version'], `is "${broken}", which is none of \`versions\``);
  }
  for (const { path, message } of [...mixedReplayers(config), ...issuesOfConverters(config)]) issue([...path], message);
  for (const [path, message] of issuesOfFleets(config)) issue([...path], message);
  for (const [path, message] of tablesThatNothingMakes(config)) issue([...path], message);
  for (const [name, message] of issuesOfServices(services)) issue(['services', name], message);
  // Another process that asks there would get to that Temporal, with its key and unseen.
  if (config.temporal !== undefined && workers.fixedAddress !== undefined)
    issue(['workers', 'fixedAddress'], 'stands for a Temporal of the run, so leave out it or `temporal`');
  const folders: readonly (readonly [readonly PropertyKey[], string])[] = [
    ...scenarios.map(({ name }, index) => [['scenarios', index, 'name'], name] as const),
    ...Object.keys(sabotages).map((name) => [['sabotages', name], name] as const),
    ...Object.keys(explorations).map((name) => [['explorations', name], name] as const),
  ];
  for (const [path, name] of folders) {
    const unfit = unfitForFolder(name);
    if (unfit !== null) issue([...path], `becomes the name of a folder, so its name must ${unfit}`);
  }
  const names = scenarios.map(({ name }) => name);
  for (const [index, { name, subject }] of scenarios.entries()) {
    if (names.indexOf(name) !== index) issue(['scenarios', index, 'name'], `is "${name}", as that of another scenario`);
    if (!Object.hasOwn(subjects, subject)) issue(['scenarios', index, 'subject'], noneOfSubjects(subject));
  }
  for (const [workflow, { subject }] of Object.entries(explorations)) {
    if (!Object.hasOwn(subjects, subject)) issue(['explorations', workflow, 'subject'], noneOfSubjects(subject));
  }
});

/** The tables that a configuration names without the migrations that make them. */
function tablesThatNothingMakes({
  books,
  subjects,
  explorations = {},
}: ChaosConfig): readonly (readonly [readonly PropertyKey[], string])[] {
  if (migrationsOf({ books }) !== undefined) return [];
  const paths = Object.entries({ subjects, explorations }).flatMap(([field, named]) =>
    Object.entries(named).flatMap(([name, { tables = [] }]) => (tables.length === 0 ? [] : [[field, name, 'tables']])),
  );
  const ofBooks = books.checkpoints === undefined ? [] : [['books', 'checkpoints']];
  return [
    ...paths.map((path) => [path, 'needs `books.migrations`, which make the tables'] as const),
    ...ofBooks.map((path) => [path, 'needs `books.migrations`, which make its table'] as const),
  ];
}
