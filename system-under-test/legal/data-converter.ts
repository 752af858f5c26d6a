import type { DataConverter } from '@temporalio/common';
import { createCodec } from './codec.ts';

/** Reads the payloads of every order, for all but the workers: replays, and people who look at event histories. */
export const dataConverter: DataConverter = { payloadCodecs: [createCodec()] };
