/** Whether this is the compiled package, whose user has none of a checkout's npm scripts. */
const isPackage = import.meta.filename.endsWith('.js');

/**
 * A text with its commands as its reader types them: npm scripts in a checkout, `npx chaos` where the package is
 * installed.
 *
 * @param text - with commands of a checkout, such as `npm run stack -- up`
 * @example asTyped('npm run scenario worker-kill -- --seed 7') // npx chaos scenario worker-kill --seed 7
 */
export function asTyped(text: string, installed: boolean = isPackage): string {
  if (!installed) return text;
  // The only scripts that are called otherwise than a verb.
  const verbs = text
    .replaceAll(/npm run (?:-s )?chaos(?: --)?(?= |$)/gm, 'npx chaos')
    .replaceAll(/npm run (?:-s )?document\b/g, 'npx chaos client')
    .replaceAll(/npm run (?:-s )?/g, 'npx chaos ');
  return verbs.replaceAll(/npx chaos .*/g, (line) => line.replaceAll(/ --(?= )/g, ''));
}
