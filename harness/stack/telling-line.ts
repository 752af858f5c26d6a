import { readFile } from 'node:fs/promises';
import { maskSecrets } from '../model/mask-secrets.ts';
import { SILENCE } from './logs.ts';

const MOST_CHARACTERS = 300;
/** As Node, Python, Java and .NET name what a program ended by. */
const ERROR_LINE = /^(?:\S+ )?(?:[\w$]+\.)*\w*(?:Error|Exception|Failure|panic)\b.*\S/;
/** Node's last word after an error. */
const VERSION_LINE = /^Node\.js v\d/;

/** The line of a program's output that says most of why it ended: its error, or else the last one. Without secrets. */
export async function tellingLine(path: string, secrets: readonly RegExp[] = []): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !VERSION_LINE.test(line));
  const line = lines.findLast((one) => ERROR_LINE.test(one)) ?? lines.at(-1);
  return line === undefined ? SILENCE : maskSecrets(line.trim(), secrets).slice(0, MOST_CHARACTERS);
}
