import { type Connection, isGrpcServiceError } from '@temporalio/client';
import type { ClientConfig } from './config.ts';
import { RefusedError } from './refused-error.ts';

/** The build to deploy. */
export interface Deployment {
  readonly buildId: string;
  /** Of the new executions, in percent; undefined: it becomes the current build, which gets all. */
  readonly share: number | undefined;
}

/** gRPC's statuses of a build that the server does not know: NOT_FOUND and FAILED_PRECONDITION. */
const UNKNOWN_BUILD: readonly number[] = [5, 9];

/**
 * Makes a build of the deployment the current one, or gives it a share of the new executions.
 *
 * @remarks A build is known to the server once a worker of it has polled. Executions that are pinned stay on theirs.
 * @throws RefusedError if the server doesn't know the build.
 */
export async function deploy(
  { workflowService }: Connection,
  { TEMPORAL_NAMESPACE: namespace, TEMPORAL_DEPLOYMENT_NAME: deploymentName }: ClientConfig,
  { buildId, share }: Deployment,
): Promise<void> {
  const build = { namespace, deploymentName, buildId, identity: 'ingestion-client' };
  const request =
    share === undefined
      ? workflowService.setWorkerDeploymentCurrentVersion(build)
      : workflowService.setWorkerDeploymentRampingVersion({ ...build, percentage: share });
  await request.catch((error: unknown) => {
    if (!isGrpcServiceError(error) || !UNKNOWN_BUILD.includes(error.code)) throw error;
    const sentence = `Expected to deploy build "${buildId}" of ${deploymentName}, but no worker of it has polled.`;
    throw new RefusedError(`${sentence} Start one with TEMPORAL_WORKER_VERSIONING on.`, { cause: error });
  });
}
