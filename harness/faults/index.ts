import type { Fault } from '../model/fault.ts';
import { apiKill } from './api-kill.ts';
import { certificateExpired } from './certificate-expired.ts';
import { certificateRotated } from './certificate-rotated.ts';
import { linkBandwidth } from './link-bandwidth.ts';
import { linkCut } from './link-cut.ts';
import { linkFlap } from './link-flap.ts';
import { linkLatency } from './link-latency.ts';
import { linkLimitData } from './link-limit-data.ts';
import { linkResetPeer } from './link-reset-peer.ts';
import { linkSlicer } from './link-slicer.ts';
import { linkSlowClose } from './link-slow-close.ts';
import { linkTimeout } from './link-timeout.ts';
import { serviceKill } from './service-kill.ts';
import { servicePause } from './service-pause.ts';
import { supabaseDatabaseKill } from './supabase-database-kill.ts';
import { supabaseDatabasePause } from './supabase-database-pause.ts';
import { supabaseKill } from './supabase-kill.ts';
import { temporalDatabaseKill } from './temporal-database-kill.ts';
import { temporalKill } from './temporal-kill.ts';
import { workerCrash } from './worker-crash.ts';
import { workerKill } from './worker-kill.ts';
import { workerNetworkCut } from './worker-network-cut.ts';
import { workerOom } from './worker-oom.ts';
import { workerPause } from './worker-pause.ts';
import { workerReplace } from './worker-replace.ts';
import { workerStop } from './worker-stop.ts';

/** Every fault there is: to add one, write its file and name it here. */
export const faults: readonly Fault[] = [
  workerKill,
  workerCrash,
  workerOom,
  workerPause,
  workerStop,
  workerReplace,
  workerNetworkCut,
  certificateExpired,
  certificateRotated,
  temporalKill,
  temporalDatabaseKill,
  supabaseKill,
  supabaseDatabaseKill,
  supabaseDatabasePause,
  apiKill,
  serviceKill,
  servicePause,
  linkTimeout,
  linkResetPeer,
  linkCut,
  linkLatency,
  linkBandwidth,
  linkSlicer,
  linkLimitData,
  linkSlowClose,
  linkFlap,
];

/** The fault of that name, if there is one. */
export function findFault(name: string): Fault | undefined {
  return faults.find((fault) => fault.name === name);
}
