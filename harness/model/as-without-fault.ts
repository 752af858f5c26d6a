/** What an item of an expectation is set to if it is to be as in runs of the same workflow without a fault. */
export const AS_WITHOUT_FAULT = 'as-without-fault';

/** The items of an expectation that may be as without a fault. */
export const comparableItems = ['end', 'result', 'checkpoints', 'effects', 'activities', 'rows'] as const;
/** One of {@link comparableItems}. */
export type ComparableItem = (typeof comparableItems)[number];

/** What stands for items that are as without a fault where an expectation must have them. */
const placeholders: Readonly<Record<string, unknown>> = { end: 'completed', checkpoints: [], effects: [] };

/** An expectation as it is stored: its items that are as without a fault are listed in `asWithoutFault`. */
export function storedExpectation(written: unknown): unknown {
  if (written === AS_WITHOUT_FAULT) {
    return storedExpectation(Object.fromEntries(comparableItems.map((item) => [item, AS_WITHOUT_FAULT])));
  }
  if (!isObject(written)) return written;
  const compared = comparableItems.filter((item) => written[item] === AS_WITHOUT_FAULT);
  if (compared.length === 0) return written;
  const given = Object.entries(written).filter(([, value]) => value !== AS_WITHOUT_FAULT);
  const held = compared.filter((item) => item in placeholders).map((item) => [item, placeholders[item]]);
  return { progress: [], ...Object.fromEntries([...given, ...held]), asWithoutFault: compared };
}

/** A job as it is stored: with one expectation, and the others that are right too in `orExpect`. */
export function storedJob(written: unknown): unknown {
  if (!isObject(written)) return written;
  const { expect = AS_WITHOUT_FAULT, orExpect } = written;
  if (!Array.isArray(expect) || expect.length === 0) return { ...written, expect };
  const [first, ...others] = expect as readonly unknown[];
  const all = [...others, ...(Array.isArray(orExpect) ? (orExpect as readonly unknown[]) : [])];
  return { ...written, expect: first, ...(all.length === 0 ? {} : { orExpect: all }) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
