import { expect } from 'chai';

/** Names of the elements of some markup; throws if a tag isn't closed in its turn. */
export function elementsOf(markup: string): readonly string[] {
  const open: string[] = [];
  const names: string[] = [];
  for (const [tag, slash, name = '', end] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/g)) {
    if (name === 'meta' || name === 'br') continue;
    if (slash === '/') expect(open.pop(), tag).to.equal(name);
    else names.push(name);
    if (slash === '' && end === '') open.push(name);
  }
  expect(open).to.deep.equal([]);
  return names;
}

/** How often a part occurs in some markup. */
export function count(markup: string, part: string): number {
  return markup.split(part).length - 1;
}
