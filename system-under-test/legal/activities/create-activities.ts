import type { Client } from '@temporalio/client';
import { saveCheckpoint } from '../../activities/save-checkpoint.ts';
import type { Services } from '../../activities/services.ts';
import { type AskActivities, askActivities } from './ask.ts';
import { type PayActivities, payActivities } from './pay.ts';
import { type ReadActivities, readActivities } from './read.ts';
import { type ScheduleActivities, scheduleActivities } from './schedule.ts';

/** All activities, under the names by which they are registered. */
export type LegalActivities = AskActivities &
  PayActivities &
  ReadActivities &
  ScheduleActivities & { readonly saveCheckpoint: ReturnType<typeof saveCheckpoint> };

/** All activities, with the given services and a client of Temporal for those that ask it. */
export function createActivities(services: Services, client: Client, taskQueue: string): LegalActivities {
  return {
    ...askActivities(client, taskQueue),
    ...payActivities(services),
    ...readActivities(),
    ...scheduleActivities(client, taskQueue),
    saveCheckpoint: saveCheckpoint(services),
  };
}
