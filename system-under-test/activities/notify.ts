import { effectKey } from './effect-key.ts';
import type { Services } from './services.ts';

/** Of which publication to tell whom. */
export type NotifyInput = { readonly document: string; readonly requester: string };

/** The receipt of a notification. */
export type Notification = { readonly document: string; readonly receipt: string };

/** The activity `notify`: tells the requester that the document is public. */
export function notify({ effects }: Services): (input: NotifyInput) => Promise<Notification> {
  return async ({ document, requester }) => {
    const effect = { kind: 'notification', subject: { document }, payload: { requester } } as const;
    return { document, receipt: await effects.apply(effect, effectKey('notification')) };
  };
}
