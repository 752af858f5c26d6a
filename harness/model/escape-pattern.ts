/** A text as a regular expression that matches it; as `RegExp.escape` does, which Node has from 24 on. */
export function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
