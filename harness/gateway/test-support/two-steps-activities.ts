import { setTimeout as delay } from 'node:timers/promises';
import { activityInfo, heartbeat } from '@temporalio/activity';

/** Reports each step as it is done, and goes on where the attempt before stopped. */
export async function work(steps: number): Promise<number> {
  const before = activityInfo().heartbeatDetails as { readonly done: number } | undefined;
  for (let done = (before?.done ?? 0) + 1; done <= steps; done += 1) {
    await delay(60); // Longer than the heartbeat throttle, so that every step is reported.
    heartbeat({ done });
  }
  return before?.done ?? 0;
}

/** Says where the last attempt of the work began. */
export async function confirm(resumedFrom: number): Promise<string> {
  return `resumed from ${resumedFrom}`;
}
