import type { BlastRadius } from '../model/blast-radius.ts';

/** Whether something lies in both blast radii. `temporal@*` stands for that link of every component. */
export function radiiMeet(one: BlastRadius, other: BlastRadius): boolean {
  const component = one.components.some((name) => other.components.includes(name));
  return component || one.links.some((link) => other.links.some((each) => linksMeet(link, each)));
}

function linksMeet(one: string, other: string): boolean {
  const [end, component] = one.split('@');
  const [otherEnd, otherComponent] = other.split('@');
  return end === otherEnd && (component === otherComponent || component === '*' || otherComponent === '*');
}
