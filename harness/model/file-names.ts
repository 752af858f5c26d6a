import { createHash } from 'node:crypto';

/** In bytes: file systems take 255, and a name gets beginnings and ends. */
const LONGEST_FOLDER = 100;

/** Why a name can't be that of a folder, after "must"; null if it can. Letters of any language are fine. */
export function unfitForFolder(name: string): string | null {
  if (/[/\\:*?"<>|\p{Cc}]/u.test(name)) return 'have no slash, and no other character that paths reserve';
  if (/^[.\s-]|[.\s]$/u.test(name)) return 'not begin with a dot, a dash or a blank, and not end with a dot or a blank';
  if (Buffer.byteLength(name) > LONGEST_FOLDER) return `be at most ${LONGEST_FOLDER} bytes long`;
  return null;
}

/**
 * A short and safe file name for any text, and another one for any other text.
 *
 * @remarks A plain text stands for itself, with dashes for slashes; any other gets a part of its hash.
 */
export function safeFileName(text: string, longest = LONGEST_FOLDER): string {
  const flat = text.replaceAll('/', '-');
  const safe = flat.replaceAll(/[^\w.-]+/g, '-').replace(/^\.+/, '-');
  if (safe === flat && safe.length <= longest && safe !== '') return safe;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `${safe === '' ? '-' : safe.slice(0, longest)}.${hash}`;
}
