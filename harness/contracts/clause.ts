/** One promise that a plug-in keeps, as a test of any test runner. */
export interface Clause {
  /** The title of the test. */
  readonly claim: string;
  /** @throws AssertionError if the promise is not kept */
  readonly verify: () => void;
}
