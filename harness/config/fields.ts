import { z } from 'zod';

/** The return values of functions, by their schemas. */
export const returnSchemas: WeakMap<z.core.$ZodType, z.ZodType> = new WeakMap();

/** The schema of each field of a type; one that may be left out is optional in both. */
export type FieldsOf<T> = {
  readonly [Key in keyof T]-?: undefined extends T[Key]
    ? z.ZodOptional<z.ZodType<Exclude<T[Key], undefined>>>
    : z.ZodType<T[Key]>;
};

/** An object of a type's fields and no others: a field that the type or the schema alone has is an error of types. */
export function fields<T extends object>(shape: FieldsOf<T>): z.ZodType<T> {
  const schema: z.ZodType = z.strictObject(shape);
  return schema as z.ZodType<T>;
}

/** An object of a type that may have more fields; fields are checked as far as that needs no call. */
export function shaped<T extends object>(shape: { readonly [Key in keyof T]-?: z.ZodType }): z.ZodType<T> {
  const schema: z.ZodType = z.looseObject(shape);
  return schema as z.ZodType<T>;
}

/** Values by name. */
export function byName<T>(value: z.ZodType<T>): z.ZodType<Readonly<Record<string, T>>> {
  return z.record(z.string().min(1), value);
}

/** A list. */
export function list<T>(item: z.ZodType<T>): z.ZodType<readonly T[]> {
  return z.array(item);
}

/** A function; each call checks its return value if a schema describes it. */
export function call<F extends (...args: never[]) => unknown>(returns?: z.ZodType<ReturnType<F>>): z.ZodType<F> {
  const schema = z.custom<F>((value) => typeof value === 'function', 'must be a function');
  if (returns !== undefined) returnSchemas.set(schema, returns);
  return schema;
}
