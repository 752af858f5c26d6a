import type { RuntimeOptions, WorkerOptions } from '@temporalio/worker';
import type { WorkerConfig } from './config.ts';
import { workflowsFile } from './workflows-file.ts';

/** The options of a worker, but for its connection and its activities. */
export function workerOptions(config: WorkerConfig): WorkerOptions {
  const codePath = config.TEMPORAL_WORKFLOW_BUNDLE;
  const { TEMPORAL_WORKFLOW_POLLERS: workflowPolls, TEMPORAL_ACTIVITY_POLLERS: activityPolls } = config;
  return {
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.TEMPORAL_TASK_QUEUE,
    ...(codePath === undefined ? { workflowsPath: workflowsFile() } : { workflowBundle: { codePath } }),
    workerDeploymentOptions: deploymentOptions(config),
    maxConcurrentWorkflowTaskExecutions: config.TEMPORAL_MAX_WORKFLOW_TASKS,
    maxConcurrentActivityTaskExecutions: config.TEMPORAL_MAX_ACTIVITIES,
    ...(workflowPolls === undefined ? {} : { maxConcurrentWorkflowTaskPolls: workflowPolls }),
    ...(activityPolls === undefined ? {} : { maxConcurrentActivityTaskPolls: activityPolls }),
    stickyQueueScheduleToStartTimeout: config.TEMPORAL_STICKY_TIMEOUT_MS,
    maxHeartbeatThrottleInterval: config.TEMPORAL_HEARTBEAT_THROTTLE_MS,
    defaultHeartbeatThrottleInterval: config.TEMPORAL_HEARTBEAT_THROTTLE_MS,
    shutdownGraceTime: config.TEMPORAL_SHUTDOWN_GRACE_MS,
    shutdownForceTime: config.TEMPORAL_SHUTDOWN_FORCE_MS,
  };
}

/**
 * The build of a worker, and whether tasks are routed by it.
 *
 * @remarks If versioning is off, the build is only named: every worker takes every task. If it is on, executions run on
 * the current build, and stay on the one that they began with (pinned) or move to each new one (auto-upgrade).
 */
function deploymentOptions(config: WorkerConfig): NonNullable<WorkerOptions['workerDeploymentOptions']> {
  const version = { deploymentName: config.TEMPORAL_DEPLOYMENT_NAME, buildId: config.TEMPORAL_WORKER_BUILD_ID };
  if (config.TEMPORAL_WORKER_VERSIONING === 'off') return { version, useWorkerVersioning: false };
  const defaultVersioningBehavior = config.TEMPORAL_WORKER_VERSIONING === 'pinned' ? 'PINNED' : 'AUTO_UPGRADE';
  return { version, useWorkerVersioning: true, defaultVersioningBehavior };
}

/** The options of the process's runtime: Prometheus metrics, where a port is configured. */
export function runtimeOptions(config: WorkerConfig): RuntimeOptions {
  const bindAddress = `${config.TEMPORAL_METRICS_HOST}:${config.TEMPORAL_METRICS_PORT}`;
  return {
    telemetryOptions: {
      logging: { forward: {}, filter: { core: 'WARN', other: 'WARN' } },
      ...(config.TEMPORAL_METRICS_PORT === 0 ? {} : { metrics: { prometheus: { bindAddress } } }),
    },
  };
}
