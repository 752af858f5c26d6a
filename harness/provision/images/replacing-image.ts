import type Docker from 'dockerode';
import { inspectImage } from './image-state.ts';

/**
 * Makes an image again, and then removes the one that had its tag, which has no name any more.
 *
 * @remarks An image that a container still uses stays, and so does one that has another name.
 */
export async function replacingImage(engine: Docker, tag: string, make: () => Promise<void>): Promise<void> {
  const before = await inspectImage(engine, tag);
  await make();
  const after = await inspectImage(engine, tag);
  if (before === null || before.Id === after?.Id) return;
  const replaced = await inspectImage(engine, before.Id);
  if (replaced === null || replaced.RepoTags.length > 0) return;
  try {
    await engine.getImage(replaced.Id).remove();
  } catch (error) {
    // 409: it is in use. 404: another process has removed it already.
    if (![404, 409].includes((error as { statusCode?: number }).statusCode ?? 0)) throw error;
  }
}
