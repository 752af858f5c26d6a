import type { DataConverter } from '@temporalio/common';
import { createCodec } from './codec.ts';

/** Encodes and reads the payloads of every order, for all but the workers: the harness, and other clients. */
export const dataConverter: DataConverter = { payloadCodecs: [createCodec()] };
