/** A number with its noun: `1 workflow`, `2 000 workflows`, `3 witnesses`, `4 matches`; an odd plural is said. */
export function count(number: number, noun: string, plural = pluralOf(noun)): string {
  return `${String(number).replace(/\B(?=(\d{3})+$)/g, ' ')} ${number === 1 ? noun : plural}`;
}

function pluralOf(noun: string): string {
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
