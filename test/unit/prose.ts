/** Words to avoid, each with what to write instead; the list of CONTRIBUTING's style. */
export const wordsToAvoid: readonly (readonly [RegExp, string])[] = [
  [/\b(?:tell|tells|told) of\b/i, 'report'],
  [/\b(?:come|comes|came|coming) to\b/i, 'reach'],
  [/\bof (?:its|their|our) own(?=[,.;:)]|$| (?:and|or|but|which|that|in|for|at|by|with|from)\b)/i, 'its, separate'],
  [/(?<!\b(?:at|by) )\bhand(?:s|ed|ing)? (?:it|them|out|over|on|in|to|back)\b|\bhanded\b(?!-)/i, 'give, pass'],
  [/\b(?:whoever|whomever|whichever|whatever|somebody|nobody|everybody|anybody)\b/i, 'a named subject'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/\bnot to be had\b/i, 'not available'],
  [/\bas ever\b/i, 'as before'],
  [/\bof late\b/i, 'recently'],
  [/\bbe it\b/i, 'whether'],
  [/\bso that\b.*\bso that\b/i, 'two sentences'],
  [/\bafter 0 ms\b/, 'no time at all'],
  [/\b(?:is|are|was) made of other sources\b/i, 'is stale'],
];

// With a capital, since a sentence may begin with it.
const CODE = 'Code';
const ends = /(?<=[.!?:][)"’”'_*]*)\s+(?=[A-Z“"'(`*_\d])/u;
// What ends with a full stop and no sentence with it.
const abbreviations = /\b(?:e\.g|i\.e|etc|vs|no|al)\.$/i;

/** The paragraphs, list items and nothing else of a Markdown document, with code as one word and links as their text. */
export function paragraphsOf(markdown: string): readonly string[] {
  const prose = markdown
    .replaceAll(/^```.*?^```$/gms, '')
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll(/^(?:\||#| {4}\S).*$/gm, '')
    .replaceAll(/^\s*(?:[-*]|\d+\.) /gm, '\n')
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replaceAll(/`[^`]*`/g, CODE)
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('**', '');
  const blocks = prose.split(/\n\s*\n/).map((block) => block.replaceAll(/\s+/g, ' ').trim());
  return blocks.filter((block) => block !== '');
}

/** The cells of the tables of a Markdown document, with code as one word. */
export function cellsOf(markdown: string): readonly string[] {
  const rows = markdown.replaceAll(/^```.*?^```$/gms, '').match(/^\|.*$/gm) ?? [];
  const cells = rows.flatMap((row) => row.replaceAll(/`[^`]*`/g, CODE).split('|'));
  return cells.map((cell) => cell.trim()).filter((cell) => /[a-z]/i.test(cell));
}

/** The sentences of a paragraph; one that has no end counts too, since a reader reads it. */
export function sentencesOf(paragraph: string): readonly string[] {
  const parts = paragraph.split(ends);
  const sentences: string[] = [];
  for (const part of parts) {
    const last = sentences.at(-1);
    if (last !== undefined && abbreviations.test(last)) sentences[sentences.length - 1] = `${last} ${part}`;
    else sentences.push(part);
  }
  return sentences;
}

/** How many words a sentence has: what has a letter or a digit in it. */
export function wordsIn(sentence: string): number {
  return sentence.split(/[\s–—→·]+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** The comments and texts of a source file: what a reader of code, or of its output, reads. */
export function proseOfSource(source: string): readonly string[] {
  const comments = [...source.matchAll(/\/\*\*?(.*?)\*\/|(?:^|\s)\/\/ ([^\n]*)/gms)].map(([, block, line]) =>
    (block ?? line ?? '').replaceAll(/^\s*\* ?/gm, ' '),
  );
  const texts = source.match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [];
  const prose = [...comments, ...texts.map((text) => text.slice(1, -1)).filter((text) => text.includes(' '))];
  return prose.map((text) => text.replaceAll(/`[^`]*`/g, CODE));
}
