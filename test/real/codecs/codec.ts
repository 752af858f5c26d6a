import { encryptingCodec } from '../../../harness/probes/payloads/test-support/encrypting-codec.ts';

/** By AES-GCM with a random initialisation vector: no two encryptions of a value have the same bytes. */
export const codec = encryptingCodec('of a system in a test');

export const dataConverter = { payloadCodecs: [codec] };
