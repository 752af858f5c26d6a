// The outside world as a service of a configuration: the harness gives it a port and knows nothing of its ledger.
process.env['OUTSIDE_WORLD_PORT'] = process.env['PORT'] ?? '';
await import('../../../harness/outside-world/outside-world-main.ts');
