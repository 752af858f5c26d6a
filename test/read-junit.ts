import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** A JUnit file, as a build server reads it. */
export interface Junit {
  /** What the file says of itself: `tests`, `failures`, `errors`, `skipped`. */
  readonly counts: Readonly<Record<string, number>>;
  readonly cases: readonly JunitCase[];
}

/** One test case, with what it holds beside its name. */
export interface JunitCase {
  readonly name: string;
  readonly classname: string;
  readonly seconds: number;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly message: string | null;
}

type Element = Readonly<Record<string, unknown>>;

/**
 * Reads a JUnit file by a parser that isn't ours.
 *
 * @throws Error where it is not well-formed, or its two elements count differently.
 */
export function readJunit(xml: string): Junit {
  const wellFormed = XMLValidator.validate(xml);
  if (wellFormed !== true) throw new Error(`Expected well-formed XML, but ${wellFormed.err.msg}.`);
  const options = { ignoreAttributes: false, attributeNamePrefix: '@', isArray: (name: string) => name === 'testcase' };
  const read = new XMLParser(options).parse(xml) as { readonly testsuites: Element & { readonly testsuite: Element } };
  const { testsuite } = read.testsuites;
  const [outer, inner] = [countsIn(read.testsuites), countsIn(testsuite)];
  if (JSON.stringify(outer) !== JSON.stringify(inner)) throw new Error('Expected both elements to count the same.');
  return { counts: outer, cases: ((testsuite['testcase'] ?? []) as readonly Element[]).map(caseOf) };
}

function countsIn(element: Element): Readonly<Record<string, number>> {
  const names = ['tests', 'failures', 'errors', 'skipped'];
  return Object.fromEntries(names.map((name) => [name, Number(element[`@${name}`])])) as Record<string, number>;
}

function caseOf(element: Element): JunitCase {
  const outcomes = (['failure', 'error', 'skipped'] as const).filter((name) => element[name] !== undefined);
  const [outcome = 'passed'] = outcomes;
  if (outcomes.length > 1) throw new Error(`Expected one outcome, but got ${outcomes.join(', ')}.`);
  const held = element[outcome] as Element | undefined;
  return {
    name: String(element['@name']),
    classname: String(element['@classname']),
    seconds: Number(element['@time']),
    outcome,
    message: held === undefined ? null : String(held['@message']),
  };
}
