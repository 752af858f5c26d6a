import type { BadInput } from './bad-input.ts';

const usage = { code: 'CHAOS_USAGE', exit: 64 } as const;
const worker = ['--worker', 'node worker.js'] as const;
const system = [...worker, '--task-queue', 'orders', '--workflow', 'order'] as const;

/** What may be wrong where a command line says what the system is. */
export const givenSystems: readonly BadInput[] = [
  {
    input: 'a worker without its task queue',
    ...usage,
    args: ['explore', ...worker, '--workflow', 'order'],
    says: 'Without chaos.config.ts, --task-queue is needed.',
  },
  {
    input: 'a worker that needs a shell',
    ...usage,
    args: ['explore', ...system.slice(2), '--worker', 'cd app && node worker.js'],
    says: '--worker runs without a shell, but it has "&" in it',
  },
  {
    input: 'an input that is no JSON',
    ...usage,
    args: ['explore', ...system, '--input', 'order-1'],
    says: 'A text needs quotes: \'"order-1"\'.',
  },
  {
    input: 'a signal without a name',
    ...usage,
    args: ['explore', ...system, '--signal', '@TIMER_STARTED'],
    says: '--signal takes name=JSON@EVENT',
  },
  {
    input: 'a program that starts workflows, but is not given their ids',
    ...usage,
    args: ['explore', ...system, '--start', 'node start.mjs'],
    says: '{workflowId} is not among its arguments',
  },
  {
    input: 'a service without an address',
    ...usage,
    args: ['explore', ...system, '--service', 'payments'],
    says: '--service takes name=URL:VARIABLE',
  },
  {
    input: 'a service of a name that is taken',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    args: ['explore', ...system, '--service', 'temporal=http://127.0.0.1:1'],
    says: 'the command line: `services.temporal` is a name that the harness uses itself.',
  },
  {
    input: 'a variable with an address that there is not',
    ...usage,
    args: ['explore', ...system, '--env', 'A={temporal}'],
    says: '{temporal} in a variable stands for nothing',
  },
  {
    input: 'two workflows of one worker',
    ...usage,
    args: ['explore', 'a', 'b', ...system],
    says: 'With --worker, name one workflow',
  },
  {
    input: 'a configuration to be written of no flags',
    ...usage,
    args: ['explore', '--write-config'],
    says: 'but none of these is given',
  },
  {
    input: 'a configuration to be written where one is',
    ...usage,
    args: ['explore', ...system, '--write-config'],
    says: 'is there already, and nothing is overwritten',
  },
  {
    input: 'a project that names no worker',
    ...usage,
    args: ['init', '--json'],
    says: 'The project names no command that starts a worker: give --worker.',
  },
  {
    input: 'a configuration to be tried with an unknown stack',
    ...usage,
    args: ['check-config', '--stack', 'moon'],
    says: 'Allowed choices are',
  },
];
