import type { Stack } from '../model/stack.ts';

/** Looks at every link once. */
export async function observeLinks(stack: Stack): Promise<void> {
  await Promise.all(stack.links().map((link) => link.observe()));
}

/** Looks at every component and link once; what is seen is journalled. */
export async function observeAll(stack: Stack): Promise<void> {
  await Promise.all([...stack.components().map((component) => component.observe()), observeLinks(stack)]);
}
