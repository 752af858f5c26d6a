import type { ProgressStream } from '../progress/live-line.ts';

/** A stream that keeps all text that is written to it. */
export interface FakeStream extends ProgressStream {
  readonly written: string[];
  write(text: string): boolean;
}

/** A stream, a wide terminal or none. */
export function fakeStream(isTTY: boolean): FakeStream {
  const written: string[] = [];
  return { written, isTTY, columns: 160, write: (text: string) => written.push(text) > 0 };
}
