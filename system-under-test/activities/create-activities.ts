import { embedPages } from './embed-pages.ts';
import { extractPages } from './extract-pages.ts';
import { greet } from './greet.ts';
import { notify } from './notify.ts';
import { publish } from './publish.ts';
import { revokeEmbeddings } from './revoke-embeddings.ts';
import { saveCheckpoint } from './save-checkpoint.ts';
import type { Services } from './services.ts';

/** All activities, under the names by which they are registered. */
export type Activities = {
  readonly extractPages: ReturnType<typeof extractPages>;
  readonly embedPages: ReturnType<typeof embedPages>;
  readonly revokeEmbeddings: ReturnType<typeof revokeEmbeddings>;
  readonly publish: ReturnType<typeof publish>;
  readonly notify: ReturnType<typeof notify>;
  readonly saveCheckpoint: ReturnType<typeof saveCheckpoint>;
  readonly greet: typeof greet;
};

/** All activities, working with the given services. */
export function createActivities(services: Services): Activities {
  return {
    extractPages: extractPages(services),
    embedPages: embedPages(services),
    revokeEmbeddings: revokeEmbeddings(services),
    publish: publish(services),
    notify: notify(services),
    saveCheckpoint: saveCheckpoint(services),
    greet,
  };
}
