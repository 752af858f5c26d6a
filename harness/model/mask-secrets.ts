import { createHmac, randomBytes } from 'node:crypto';

/** Texts that are secrets wherever they stand. */
const secrets: readonly RegExp[] = [
  /\b(?:sk|rk|pk|whsec)_(?:live_|test_)?[A-Za-z0-9]{8,}/g,
  /\bsb_(?:secret|publishable)_\w+/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/g,
  /\bxox[abprs]-[\w-]+/g,
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]+/gi,
];
/**
 * As long as a card number: in one piece, or in at least three groups, none of which is long. The id of a run has two, a
 * date and a time, and one of ten has the checksum of a card number.
 */
const digits = /\b(?:\d{13,19}|(?=\d(?:[ -]?\d){12,18}\b)\d{1,6}(?:[ -]\d{1,6}){2,})\b/g;

/** New for each process: a mask tells equal secrets of a run, and nothing of the secret. */
const salt = randomBytes(32);

/**
 * Replaces keys, tokens and card numbers in a text.
 *
 * @param more - other texts that are secrets
 * @param id - the id of the workflow that the text is of; a number in it is no card number
 */
export function maskSecrets(text: string, more: readonly RegExp[] = [], id = ''): string {
  const named = [...secrets, ...more.map((pattern) => new RegExp(pattern, withGlobal(pattern.flags)))];
  const masked = named.reduce((left, pattern) => left.replaceAll(pattern, maskOf), text);
  return masked.replaceAll(digits, (number) =>
    isCardNumber(number) && !id.includes(number) ? maskOf(number) : number,
  );
}

function maskOf(secret: string): string {
  return `<masked ${createHmac('sha256', salt).update(secret).digest('hex').slice(0, 8)}>`;
}

function withGlobal(flags: string): string {
  return flags.includes('g') ? flags : `${flags}g`;
}

/** By the checksum that every card number has (ISO/IEC 7812). */
function isCardNumber(text: string): boolean {
  const reversed = text.replaceAll(/\D/g, '').split('').toReversed().map(Number);
  const sum = reversed.reduce((total, digit, index) => {
    const counted = index % 2 === 0 ? digit : digit * 2;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return sum % 10 === 0;
}
