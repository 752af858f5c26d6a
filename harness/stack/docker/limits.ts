import type Docker from 'dockerode';
import type { ContainerLimits } from '../../model/stack.ts';

const NANO_CPUS = 1e9;

/** The request that changes limits; swap stays none, because the memory's limit would be none with it. */
export function updateOf({ memoryBytes, cpus, pids }: ContainerLimits): Record<string, number> {
  return {
    ...(memoryBytes === undefined ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes }),
    ...(cpus === undefined ? {} : { NanoCpus: Math.round(cpus * NANO_CPUS) }),
    ...(pids === undefined ? {} : { PidsLimit: pids }),
  };
}

/** The limits that a container has now, in the form of such a request. */
export function limitsOf({ HostConfig }: Docker.ContainerInspectInfo): Record<string, number> {
  const { Memory = 0, MemorySwap = 0, NanoCpus = 0, PidsLimit = 0 } = HostConfig;
  return { Memory, MemorySwap, NanoCpus, PidsLimit: PidsLimit ?? 0 };
}
