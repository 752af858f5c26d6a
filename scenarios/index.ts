import type { Scenario } from '../harness/index.ts';
import { greetingWorkerKill } from './greeting-worker-kill.ts';
import { supabaseLinkResetPeer } from './supabase-link-reset-peer.ts';
import { temporalLinkTimeout } from './temporal-link-timeout.ts';
import { workerKill } from './worker-kill.ts';

/** Every scenario there is: to add one, write its file and name it here. */
export const scenarios: readonly Scenario[] = [
  workerKill,
  greetingWorkerKill,
  temporalLinkTimeout,
  supabaseLinkResetPeer,
];
