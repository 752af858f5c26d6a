import { z } from 'zod';
import { linkEnds, linkName } from './plan.ts';

/** Schema of a {@link BlastRadius}. */
export const blastRadiusSchema = z.strictObject({
  components: z.array(z.string()).readonly(),
  links: z.array(z.string()).readonly(),
});

/**
 * The components and links that a fault may touch. `temporal@*` stands for that link of every component, and
 * `database@worker-*` for that of every worker; the links of a touched component are within.
 */
export type BlastRadius = z.infer<typeof blastRadiusSchema>;

/** Whether a link is one of those that a fault may touch. */
export function isLinkWithin({ components, links }: BlastRadius, link: string): boolean {
  const [end = '', owner = ''] = link.split('@', 2);
  if (links.includes(link) || links.includes(`${end}@*`) || components.includes(owner)) return true;
  return owner.startsWith('worker-') && links.includes(`${end}@worker-*`);
}

/** The radius of a fault that declares none: the struck link, or the struck component with all its links. */
export function radiusOfTarget(component: string | null, link: string | null): BlastRadius {
  if (link !== null) return { components: [], links: [link] };
  if (component === null) return { components: [], links: [] };
  return { components: [component], links: linkEnds.map((end) => linkName(end, component)) };
}
