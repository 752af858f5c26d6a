import { z } from 'zod';

/** Schema of an {@link ExpectedOrder}. */
export const expectedOrderSchema = z.strictObject({
  /** The kind of the effects that come first. */
  earlier: z.string().min(1),
  /** The kind of the effects that come after them. */
  later: z.string().min(1),
  /** The fields in which the subjects of two effects must agree to be compared; none: all are compared. */
  matching: z.array(z.string().min(1)),
  /** A field with a number: the earlier effect has the larger one. Effects in which it has not are not compared. */
  descending: z.string().min(1).optional(),
});
/**
 * Two kinds of effects of which one comes before the other: no effect of the kind `earlier` is applied after one of the
 * kind `later` whose subject has the same values in the fields `matching`.
 *
 * @example
 * const order: ExpectedOrder = { earlier: 'charge', later: 'refund', matching: ['order'] };
 * // Compensations in the reverse order of what they undo.
 * const undone: ExpectedOrder = { earlier: 'refund', later: 'refund', matching: ['order'], descending: 'item' };
 */
export type ExpectedOrder = z.infer<typeof expectedOrderSchema>;

interface WithOrder {
  readonly effects: readonly { readonly kind: string; readonly subject: Readonly<Record<string, string | number>> }[];
  readonly order?: readonly ExpectedOrder[] | undefined;
}

/**
 * Reports each order that could never be judged, or never be kept: it names a kind that no expected effect has, a field
 * that no effect of that kind has, or a kind that would have to come before itself.
 */
export function refuseMistakenOrder({ effects, order = [] }: WithOrder, context: z.core.$RefinementCtx): void {
  for (const [index, { earlier, later, matching, descending }] of order.entries()) {
    const fields = [...matching, ...(descending === undefined ? [] : [descending])];
    for (const [side, kind] of Object.entries({ earlier, later })) {
      const subjects = effects.filter((effect) => effect.kind === kind).map(({ subject }) => subject);
      const absent = fields.find((field) => !subjects.some((subject) => Object.hasOwn(subject, field)));
      const refuse = (message: string): void =>
        context.addIssue({ code: 'custom', path: ['order', index, side], message });
      if (subjects.length === 0) refuse(`must be the kind of an expected effect, but "${kind}" is not`);
      else if (absent !== undefined) refuse(`must be a kind with the field "${absent}", but "${kind}" has none`);
      else if (earlier === later && descending === undefined) refuse('must be another kind, or needs `descending`');
    }
  }
}
