import { type Engine, findEngine } from '../../engine/find-engine.ts';
import { firstLine, HarnessError, toHarnessError } from '../../errors.ts';
import { asTyped } from '../../model/as-typed.ts';
import { type ImageState, imageStates } from '../images/image-state.ts';
import { type ProvisionOptions, provisionContext } from '../provision-context.ts';
import { composePlugin, findCompose } from '../servers/find-compose.ts';
import { diagnoseServer } from './diagnose-server.ts';
import type { Diagnosis } from './diagnosis.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How the parts are looked at; replaced in tests. */
export interface DockerLooks {
  readonly env: Environment;
  readonly compose: (engineAnswers: boolean) => Promise<Diagnosis>;
  readonly images: (engine: Engine) => Promise<readonly ImageState[]>;
}

/**
 * Checks the parts that the Docker stack needs: an engine, Docker Compose and the images.
 *
 * @remarks That stack is optional, so a missing part is a note and not a defect. A Compose that the environment names and
 * that doesn't work is a defect.
 */
export async function diagnoseDocker(
  options: ProvisionOptions & { readonly install: boolean },
): Promise<readonly Diagnosis[]> {
  return diagnoseDockerBy({
    env: process.env,
    compose: async (engineAnswers) => diagnoseCompose(options, options.install && engineAnswers),
    images: async ({ docker }) => imageStates(docker),
  });
}

/** As {@link diagnoseDocker}, with the caller's checks. */
export async function diagnoseDockerBy({ env, compose, images }: DockerLooks): Promise<readonly Diagnosis[]> {
  const engine = await findEngine(env).catch((error: unknown) => toHarnessError(error));
  if (engine instanceof HarnessError) {
    const none = absent('images', 'no engine that could have them');
    return [absent('container engine', engine), await compose(false), none];
  }
  return [ofEngine(engine, env), await compose(true), await ofImages(engine, images)];
}

function ofEngine({ version, local, gatewayAddress }: Engine, env: Environment): Diagnosis {
  const host = env['DOCKER_HOST'] ?? '';
  const where = host === '' ? 'this machine' : host;
  const note = local ? '' : `another machine's; its containers reach this one at ${gatewayAddress ?? 'no address'}`;
  return { part: 'container engine', healthy: true, where, version, note, advice: null };
}

async function diagnoseCompose(options: ProvisionOptions, install: boolean): Promise<Diagnosis> {
  const context = provisionContext('compose', options);
  const part = context.spec.title;
  const named = context.env[context.spec.environmentVariable] ?? '';
  if (named !== '') return diagnoseServer(context, false);
  const plugin = await composePlugin(options.signal);
  if (plugin?.fits === true) {
    const { version } = plugin;
    return { part, healthy: true, where: 'docker compose', version, note: 'from plugin', advice: null };
  }
  if (!install) return forDockerOnly(await diagnoseServer(context, false));
  try {
    const { command, version, from } = await findCompose(options);
    return { part, healthy: true, where: command.join(' '), version, note: `from ${from}`, advice: null };
  } catch (error) {
    options.signal.throwIfAborted();
    const { code, message } = toHarnessError(error);
    // The user asked for it by --install and doesn't get it.
    return { part, healthy: false, where: null, version: null, note: code, advice: message };
  }
}

function forDockerOnly(said: Diagnosis): Diagnosis {
  if (said.where !== null) return said;
  return { ...said, absent: true, healthy: true, note: `${said.note}; ${OPTIONAL}` };
}

async function ofImages(engine: Engine, look: DockerLooks['images']): Promise<Diagnosis> {
  const base = { part: 'images', healthy: true, where: 'the engine', version: null };
  try {
    const states = await look(engine);
    const wanting = states.filter(({ state }) => state !== 'current');
    const current = states.filter(({ state }) => state === 'current');
    const kinds = [...new Set(current.map(({ made }) => made ?? 'unknown'))].map((made) => {
      const count = current.filter((image) => (image.made ?? 'unknown') === made).length;
      return `${count} current (${madeBy[made]})`;
    });
    const note = [...kinds, ...wanting.map(({ tag, state }) => `${tag} is ${state}`)].join(', ');
    return wanting.length === 0
      ? { ...base, note, advice: null }
      : { ...base, absent: true, note: `${note}; ${OPTIONAL}`, advice: MAKE_THEM };
  } catch (error) {
    return absent('images', toHarnessError(error));
  }
}

function absent(part: string, why: HarnessError | string): Diagnosis {
  const [note, advice] = typeof why === 'string' ? [why, null] : [why.code, firstLine(why.message)];
  return { part, absent: true, healthy: true, where: null, version: null, note: `${note}; ${OPTIONAL}`, advice };
}

const OPTIONAL = 'only the Docker stack needs it';
const MAKE_THEM = asTyped('Run npm run images, or without access to an image registry: npm run images -- --offline');
const madeBy = {
  official: 'from official images',
  offline: 'made offline',
  unknown: 'made in an unknown way',
} as const;
