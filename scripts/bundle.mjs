/**
 * Gathers what the built program uses of its dependencies into a few files under `vendor/`; its own files keep their places. Reading a few
 * files instead of hundreds halves the processor time of a start, which is what a killed hub's return consists of.
 */
import { relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';

/** Not needed by every start, so each has a file of its own; all the rest serves HTTP. */
const apart = ['kysely', 'zod', 'yaml', 'commander', 'croner', 'ws', 'protobufjs', 'long', 're2js'];

/** Bundles the compiled program in the folder `from` (its entry is `main.js`) into the folder `to`. */
async function bundle(from, to) {
  const dir = resolve(from);
  const entry = `${dir}/main.js`;
  const packageOf = (id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
  const bundler = await rolldown({
    input: { main: entry },
    platform: 'node',
    // What has native parts finds them from where it is installed.
    external: [/^node:/, /^@photostructure\/sqlite$/, /^snappy$/, /package\.json$/],
    preserveEntrySignatures: 'allow-extension',
    logLevel: 'warn',
  });
  await bundler.write({
    dir: to,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        {
          debugName: 'own files',
          test: (id) => id.startsWith(dir) && id !== entry,
          name: (id) => relative(dir, id).replace(/\.js$/, ''),
        },
        {
          debugName: 'dependencies',
          test: (id) => packageOf(id) !== undefined,
          name: (id) => `vendor/${apart.find((name) => name === packageOf(id)) ?? 'http'}`,
        },
      ],
    },
  });
  await bundler.close();
}

// A process of its own: whoever builds and then runs Yagura in the same process need not keep the bundler in memory.
await bundle(...process.argv.slice(2));
