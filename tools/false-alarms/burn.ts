/** A process that computes until the one that started it ends, or closes the channel to it. */

/** After so many milliseconds it looks whether it should end. */
const SPELL_MS = 50;

process.once('disconnect', () => process.exit());

function compute(): void {
  const endMs = performance.now() + SPELL_MS;
  while (performance.now() < endMs);
  setImmediate(compute);
}

compute();
