import type { Scenario } from '../harness/index.ts';
import { apiAnswerLost } from './api-answer-lost.ts';
import { apiKill } from './api-kill.ts';
import { cancelledInFlight } from './cancelled-in-flight.ts';
import { certificateExpired } from './certificate-expired.ts';
import { certificateRotated } from './certificate-rotated.ts';
import { greetingWorkerKill } from './greeting-worker-kill.ts';
import { outsideLinkFailing } from './outside-link-failing.ts';
import { repeatedReviews } from './repeated-reviews.ts';
import { supabaseDatabasePause } from './supabase-database-pause.ts';
import { supabaseKill } from './supabase-kill.ts';
import { supabaseLinkResetPeer } from './supabase-link-reset-peer.ts';
import { temporalDatabaseKill } from './temporal-database-kill.ts';
import { temporalKill } from './temporal-kill.ts';
import { temporalLinkTimeout } from './temporal-link-timeout.ts';
import { workerCrashRestartPolicy } from './worker-crash-restart-policy.ts';
import { workerDeployBadAndBack } from './worker-deploy-bad-and-back.ts';
import { workerDeployPinned } from './worker-deploy-pinned.ts';
import { workerDeployRolling } from './worker-deploy-rolling.ts';
import { workerKill } from './worker-kill.ts';
import { workerNetworkCut } from './worker-network-cut.ts';
import { workerOom } from './worker-oom.ts';
import { workerPause } from './worker-pause.ts';
import { workerStopGraceful } from './worker-stop-graceful.ts';
import { workflowReset } from './workflow-reset.ts';

/** Every scenario there is: to add one, write its file and name it here. */
export const scenarios: readonly Scenario[] = [
  workerKill,
  greetingWorkerKill,
  workerCrashRestartPolicy,
  workerOom,
  workerPause,
  workerStopGraceful,
  workerDeployRolling,
  workerDeployPinned,
  workerDeployBadAndBack,
  workerNetworkCut,
  certificateExpired,
  certificateRotated,
  temporalLinkTimeout,
  temporalKill,
  temporalDatabaseKill,
  supabaseLinkResetPeer,
  supabaseKill,
  supabaseDatabasePause,
  apiKill,
  apiAnswerLost,
  outsideLinkFailing,
  cancelledInFlight,
  repeatedReviews,
  workflowReset,
];
