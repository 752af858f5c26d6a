import { z } from 'zod';

const checksSchema = z.array(z.string().min(1)).min(1).optional();

const runFields = {
  seed: z.int().nonnegative().default(1),
  params: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
};

/** Schema of a {@link Look}. */
const lookSchema = z.union([
  z.strictObject({
    scenario: z.string().min(1),
    ...runFields,
    /** The checks of which one must find the harm; left out: any. */
    checks: checksSchema,
  }),
  /** A scenario whose event histories, from the project without the mutant, must replay with it. */
  z.strictObject({ replay: z.string().min(1), ...runFields }),
  z.strictObject({
    explore: z.string().min(1),
    case: z.string().min(1).optional(),
    points: z.array(z.string().min(1)).optional(),
    action: z.string().min(1).optional(),
    checks: checksSchema,
  }),
  z.strictObject({ tests: z.array(z.string().min(1)).min(1) }),
]);

/** Schema of a {@link Mutant}. */
export const mutantSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case words with hyphens'),
  file: z.string().min(1),
  find: z.string().min(1),
  replace: z.string(),
  kind: z.string().min(1),
  expected: z.string().min(1),
  looks: z.array(lookSchema).min(1).optional(),
  /** Why no look can find it, for one that is known to survive. */
  survives: z.string().min(1).optional(),
});

/** Where a mutant is looked for: a run of a scenario, a replay, an exploration, or test files. */
export type Look = z.infer<typeof lookSchema>;
/** A run of a scenario. */
export type ScenarioLook = Extract<Look, { readonly scenario: string }>;

/**
 * A small change of the system under test, or of the harness, that does harm.
 *
 * @remarks Mutation testing measures a test suite by the share of such changes that it notices
 * ({@link https://doi.org/10.1109/C-M.1978.218136 | DeMillo, Lipton, Sayward 1978}).
 * @example
 * const mutant: Mutant = {
 *   id: 'publish-not-awaited',
 *   file: 'system-under-test/activities/publish.ts',
 *   find: 'return await effects.apply(',
 *   replace: 'return effects.apply(',
 *   kind: 'lost effect',
 *   expected: 'A crash between the completion and the request loses the publication.',
 * };
 */
export type Mutant = z.infer<typeof mutantSchema>;

/** The class by which mutants are counted: their kind without what stands in brackets. */
export function classOf({ kind }: Pick<Mutant, 'kind'>): string {
  return kind.split(' (', 1)[0]?.trim() ?? kind;
}

/** Whether the mutant is one of the harness, and not of the system under test. */
export function isOfHarness({ file }: Pick<Mutant, 'file'>): boolean {
  return file.startsWith('harness/');
}
