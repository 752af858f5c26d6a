/** Why a check is kept that finds no mutant alone, or that no mutant of the table can show. */
export const whyKept: Readonly<Record<string, string>> = {
  'work-done-once': 'It finds a doubled effect of a system whose effects no plan gives.',
  'end-state-as-without-fault': 'It judges jobs of which nothing is given. The plans of the mutants give all.',
  'work-done-as-without-fault': 'It judges jobs of which nothing is given. The plans of the mutants give all.',
  'values-as-without-fault': 'It judges jobs of which nothing is given. The plans of the mutants give all.',
  'fault-landed': 'It judges the fault, not the system: no change of the system keeps a fault from landing.',
  'steady-state-returns': 'It sees a component that never comes back, though every workflow has ended by then.',
  'blast-radius-contained': 'It judges what the harness struck: a second victim would explain any harm.',
  'runs-on-version': 'A deployment that deploys nothing does no harm, and proves nothing of the new version.',
  'replays-deterministically':
    'What it finds also stops a workflow whose worker dies; only this check finds it if none dies at that place.',
  'event-history-well-formed':
    'It finds a workflow task that fails for good, also if the workflow has another end to wait for.',
  'recovers-within-bound':
    'It alone says that work came late; the mutants of timeouts are named by their option first.',
  'completed-work-was-done':
    'It finds a request that is not awaited before any crash loses it. The mutants change the receipt, too.',
  'values-as-expected': 'It finds a wrong input even if no payload of an effect is given, and names the step.',
};
