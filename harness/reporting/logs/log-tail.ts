import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { type LogLine, logFileNamed, readLogLine } from './log-line.ts';

interface Reading {
  offset: number;
  rest: string;
  readonly decoder: StringDecoder;
}

const CHUNK = 64 * 1024;

/** The logs of a folder, read from the beginning and then as they grow. */
export class LogTail {
  readonly #folder: string;
  readonly #component: string | null;
  readonly #readings = new Map<string, Reading>();

  /** @param component - only its logs; null for all */
  constructor(folder: string, component: string | null) {
    this.#folder = folder;
    this.#component = component;
  }

  /** Whole lines that were added since the last call, file by file. */
  async next(): Promise<readonly LogLine[]> {
    const names = await readdir(this.#folder);
    const lines: LogLine[] = [];
    for (const name of names.toSorted()) {
      const file = logFileNamed(name);
      if (file === null || (this.#component !== null && file.component !== this.#component)) continue;
      for (const text of await this.#added(name)) lines.push(readLogLine(file, text));
    }
    return lines;
  }

  async #added(name: string): Promise<readonly string[]> {
    const reading = this.#readings.get(name) ?? { offset: 0, rest: '', decoder: new StringDecoder('utf8') };
    this.#readings.set(name, reading);
    await using file = await open(join(this.#folder, name));
    const chunk = Buffer.alloc(CHUNK);
    const lines: string[] = [];
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK, reading.offset);
      if (bytesRead === 0) return lines.filter((line) => line.trim() !== '');
      reading.offset += bytesRead;
      const parts = (reading.rest + reading.decoder.write(chunk.subarray(0, bytesRead))).split('\n');
      reading.rest = parts.pop() ?? '';
      lines.push(...parts);
    }
  }
}
