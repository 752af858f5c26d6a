import { completedAtOnce } from '../../../harness/probes/test-support/first-task-histories.ts';
import type { BadInput } from './bad-input.ts';

const greeting = completedAtOnce('greeting');
const history = JSON.stringify(greeting);
const damaged = JSON.stringify({ events: greeting.events.toSpliced(2, 1) });
const ofAnother = JSON.stringify(completedAtOnce('payment'));

/** What may be wrong with event histories that are replayed against a build. */
export const replays: readonly BadInput[] = [
  {
    input: 'a replay of nothing',
    code: 'CHAOS_USAGE',
    exit: 64,
    args: ['replay'],
    says: "required option '--histories <folder>' not specified",
  },
  {
    input: 'a folder of event histories that is missing',
    code: 'CHAOS_BAD_HISTORIES',
    exit: 64,
    args: ['replay', '--histories', 'none'],
    says: 'There is no file or folder at',
  },
  {
    input: 'a folder without any event history',
    code: 'CHAOS_BAD_HISTORIES',
    exit: 64,
    files: { 'project/histories/README.md': 'none yet' },
    args: ['replay', '--histories', 'histories'],
    says: 'There is no event history in',
  },
  {
    input: 'a file that is no event history',
    code: 'CHAOS_BAD_HISTORIES',
    exit: 64,
    args: ['replay', '--histories', 'package.json'],
    says: 'package.json is no event history',
  },
  {
    input: 'an event history that lacks an event',
    code: 'CHAOS_BAD_HISTORIES',
    exit: 64,
    files: { 'project/histories/order-7.JSON': damaged },
    args: ['replay', '--histories', 'histories'],
    says: 'event 4 stands where event 3 belongs',
  },
  {
    input: 'a bundle that is missing',
    code: 'CHAOS_BAD_BUNDLE',
    exit: 64,
    files: { 'project/histories/order-7.json': history },
    args: ['replay', '--histories', 'histories', '--bundle', 'bundle.js'],
    says: /bundle\.js cannot be read: .*Build it first/,
  },
  {
    input: 'a project that builds no bundle',
    code: 'CHAOS_BAD_BUNDLE',
    exit: 64,
    config: 'export const config = { ...real, workers: { ...real.workers, bundle: null } };',
    files: { 'project/histories/order-7.json': history },
    args: ['replay', '--histories', 'histories'],
    says: 'Give one by --bundle',
  },
  {
    input: 'an event history of an unknown workflow',
    code: 'CHAOS_BAD_BUNDLE',
    exit: 64,
    files: { 'project/histories/order-7.json': ofAnother },
    args: ['replay', '--histories', 'histories'],
    says: 'The bundle has no workflow "payment"',
    apart: true,
  },
];
