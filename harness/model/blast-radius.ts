import { z } from 'zod';
import { linkEnds, linkName } from './plan.ts';

/** Schema of a {@link BlastRadius}. */
export const blastRadiusSchema = z.strictObject({
  components: z.array(z.string()).readonly(),
  links: z.array(z.string()).readonly(),
});

/** The components and links that a fault may touch. `temporal@*` stands for that link of every component. */
export type BlastRadius = z.infer<typeof blastRadiusSchema>;

/** Whether a link is one of those that a fault may touch. */
export function isLinkWithin({ links }: BlastRadius, link: string): boolean {
  const [end = ''] = link.split('@', 1);
  return links.includes(link) || links.includes(`${end}@*`);
}

/** The radius of a fault that declares none: the struck link, or the struck component with all its links. */
export function radiusOfTarget(component: string | null, link: string | null): BlastRadius {
  if (link !== null) return { components: [], links: [link] };
  if (component === null) return { components: [], links: [] };
  return { components: [component], links: linkEnds.map((end) => linkName(end, component)) };
}
