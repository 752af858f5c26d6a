import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { didYouMean } from '../../app/validate/nearest.ts';
import { findEngine } from '../../engine/find-engine.ts';
import { HarnessError } from '../../errors.ts';
import { asTyped } from '../../model/as-typed.ts';
import { formatDuration } from '../../model/duration.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { type BaseSource, officialBases } from '../../provision/images/base-source.ts';
import { allServiceNames, imageSpecs, type ServiceName } from '../../provision/images/image-specs.ts';
import type { MadeImage } from '../../provision/images/make-images.ts';
import type { FlagsOf } from '../options/flags-of.ts';
import { say } from '../terminal/output.ts';

type ImagesOptions = FlagsOf<typeof define>;

const examples = asTyped(`
Examples:
  npm run images                        # from the official images, pinned by version
  npm run images -- --offline           # from packages alone, without an image registry
  npm run images -- --offline worker    # only the workers' image

Images that match the current sources are kept. If everything is up to date, it returns within a second or two.`);

/**
 * The verb `images`: makes the images of the Docker stack on the engine.
 *
 * @param offlineBases - bases for `--offline`; without them, the command refuses that option
 */
export function imagesCommand(offlineBases?: BaseSource): CommandUnknownOpts {
  return define().action(async (services: readonly string[], options: ImagesOptions) =>
    makeAll(services, options, options.offline === true ? offered(offlineBases) : officialBases),
  );
}

function define() {
  return new Command('images')
    .description('Build the images of the Docker stack that are missing or stale.')
    .argument('[service...]', `the services to build; by default all: ${allServiceNames.join(', ')}`)
    .option('--offline', 'build from packages alone, without an image registry (only in a checkout)')
    .option('--json', 'print JSON; progress goes to standard error')
    .addHelpText('after', examples);
}

/** The bases for `--offline`, which a checkout has and the package doesn't. */
function offered(offlineBases: BaseSource | undefined): BaseSource {
  if (offlineBases !== undefined) return offlineBases;
  const sentence = 'This command can only use official images, so it has no --offline. ';
  const advice = 'In a checkout of durable-chaos, run: npm run images -- --offline';
  throw new HarnessError('CHAOS_USAGE', sentence + advice);
}

async function makeAll(asked: readonly string[], options: ImagesOptions, bases: BaseSource): Promise<void> {
  const services = asked.length === 0 ? allServiceNames.filter((one) => canMake(one, bases)) : asked.map(serviceOf);
  const startMs = performance.now();
  const tell = options.json === true ? (line: string): void => void process.stderr.write(`${line}\n`) : say;
  const progress = (line: string): void => tell(`${elapsed(startMs)}  ${line}`);
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort(interrupted(startMs));
  process.on('SIGINT', onInterrupt);
  try {
    const { docker: engine } = await findEngine();
    const onMade = (image: MadeImage): void => progress(describe(image));
    const { signal } = interrupt;
    const { makeImages } = await import('../../provision/images/make-images.ts');
    const images = await makeImages(engine, { services, bases }, { signal, progress, onMade });
    if (options.json === true) console.log(JSON.stringify({ images }, null, 2));
    else say(summary(images));
    process.exitCode = exitCodes.valid;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

function canMake(service: ServiceName, { lacks }: BaseSource): boolean {
  return imageSpecs[service].bases.every((base) => !lacks.includes(base));
}

function serviceOf(name: string): ServiceName {
  const service = allServiceNames.find((one) => one === name);
  if (service !== undefined) return service;
  const sentence = `There is no service named "${name}". `;
  throw new HarnessError('CHAOS_USAGE', sentence + didYouMean(name, allServiceNames));
}

function describe({ tag, outcome, made, sizeBytes, tookMs }: MadeImage): string {
  const size = `${(sizeBytes / 1e6).toFixed(0)} MB`;
  const took = outcome === 'built' ? ` in ${formatDuration(tookMs)}` : '';
  return `${tag} · ${outcome}${took} · ${made} · ${size}`;
}

function summary(images: readonly MadeImage[]): string {
  const built = images.filter(({ outcome }) => outcome === 'built').length;
  const kept = images.length - built;
  if (built === 0) return kept === 1 ? 'It is up to date.' : `All ${kept} images are up to date.`;
  return `${built} built, ${kept} up to date.`;
}

function elapsed(startMs: number): string {
  return formatDuration(performance.now() - startMs).padStart(11);
}

function interrupted(startMs: number): HarnessError {
  const tookMs = Math.round(performance.now() - startMs);
  return new HarnessError(
    'CHAOS_INTERRUPTED',
    `Making the images was interrupted after ${tookMs} ms. Call it again; finished images are kept.`,
  );
}
