import { z } from 'zod';

const command = z.tuple([z.string().min(1)], z.string());
const callable = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', 'expected a function');
const paramsSchema = z.custom((value) => value instanceof z.ZodType, 'expected a schema of zod');

const scenarioSchema = z.looseObject({
  name: z.string().min(1),
  hypothesis: z.string().min(1),
  subject: z.string().min(1),
  needs: z.array(z.string()),
  params: paramsSchema,
  control: z.looseObject({ sabotage: z.string(), check: z.string() }),
  plan: callable,
});

const exploredSchema = z.strictObject({
  subject: z.string().min(1),
  cases: z.record(z.string().min(1), callable).refine((cases) => Object.keys(cases).length > 0, 'expected a case'),
  label: callable.optional(),
  progress: callable.optional(),
  attribute: callable.optional(),
  tables: z
    .array(z.strictObject({ table: z.string().min(1), key: z.string().min(1), ignore: z.array(z.string()) }))
    .optional(),
  env: z.record(z.string(), z.string()).optional(),
  sources: z.string().min(1).optional(),
});

const faultSchema = z.looseObject({
  name: z.string().min(1),
  summary: z.string().min(1),
  strikes: z.enum(['component', 'link']),
  victim: z.string().min(1),
  params: paramsSchema,
  needs: z.array(z.string()),
  blastRadius: callable,
  inject: callable,
  witnesses: callable,
});

const checkSchema = z.looseObject({
  name: z.string().min(1),
  invariant: z.string().min(1),
  books: z.array(z.enum(['eventHistories', 'replays', 'checkpoints', 'effects', 'components'])),
  points: z.strictObject({ applies: callable, references: z.enum(['all', 'violations', 'nothing']) }).optional(),
  judge: callable,
});

/** Schema of what chaos.config.ts exports as `config`, as far as it can be told without calling what is in it. */
export const configSchema = z
  .strictObject({
    workers: z.strictObject({
      command,
      bundle: command.nullable(),
      env: callable,
      container: z.strictObject({ image: z.string().min(1), folder: z.string().startsWith('/') }).optional(),
      readyLimitMs: z.int().positive(),
      drainLimitMs: z.int().positive(),
    }),
    client: z.strictObject({ command, env: callable }).optional(),
    taskQueue: z.string().min(1),
    namespace: z.string().min(1),
    canary: callable,
    subjects: z.record(z.string(), z.strictObject({ checkpoints: z.boolean(), effects: z.boolean() })),
    books: z.strictObject({
      checkpoints: z
        .strictObject({
          migrations: z.string(),
          table: z.string(),
          activityType: z.string(),
          alsoWritten: z.array(z.strictObject({ table: z.string().min(1), key: z.string().min(1) })).optional(),
        })
        .optional(),
    }),
    scenarios: z.array(scenarioSchema).min(1),
    sabotages: z.record(
      z.string(),
      z.strictObject({ summary: z.string(), command: command.optional(), bundle: command.nullable().optional() }),
    ),
    faults: z.array(faultSchema).optional(),
    checks: z.array(checkSchema).optional(),
    explorations: z.record(z.string(), exploredSchema).optional(),
  })
  .superRefine(({ scenarios, subjects, explorations = {} }, context) => {
    const names = scenarios.map(({ name }) => name);
    for (const [index, { name, subject }] of scenarios.entries()) {
      const issue = (field: string, message: string): void =>
        context.addIssue({ code: 'custom', path: ['scenarios', index, field], message });
      if (names.indexOf(name) !== index) issue('name', `another scenario is called "${name}" too`);
      if (!Object.hasOwn(subjects, subject)) issue('subject', `"${subject}" is none of subjects`);
    }
    for (const [workflow, { subject }] of Object.entries(explorations)) {
      if (Object.hasOwn(subjects, subject)) continue;
      const path = ['explorations', workflow, 'subject'];
      context.addIssue({ code: 'custom', path, message: `"${subject}" is none of subjects` });
    }
  });
