/** The text of each generated block, by its name. */
export type Blocks = Readonly<Record<string, () => string>>;

const pattern = /(?<=<!-- generated:([\w-]+) -->\n).*?(?=<!-- \/generated -->)/gs;

/**
 * The same document with every generated block written anew.
 *
 * @throws RangeError if the document names a block that nothing generates, or leaves one open.
 */
export function fillBlocks(text: string, blocks: Blocks): string {
  const opened = text.match(/<!-- generated:/g)?.length ?? 0;
  const closed = text.match(/<!-- \/generated -->/g)?.length ?? 0;
  if (opened !== closed) throw new RangeError(`${opened} generated blocks begin, but ${closed} end.`);
  return text.replaceAll(pattern, (_, name: string) => {
    const block = Object.hasOwn(blocks, name) ? blocks[name] : undefined;
    if (block === undefined) throw new RangeError(`There is no generated block "${name}".`);
    return `\n${block()}\n\n`;
  });
}

/** The names of the blocks that a document holds. */
export function blocksIn(text: string): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}
