/**
 * Gathers what the built program uses of its dependencies into a few files under `vendor/`; its own files keep their places. Reading a few
 * files instead of hundreds halves the processor time of a start, which is what a killed hub's return consists of.
 */
import { relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { minify } from 'rolldown/utils';

/** Not needed by every start, so each has a file of its own; all the rest serves HTTP. */
const apart = ['kysely', 'zod', 'yaml', 'commander', 'croner', 'ws', 'protobufjs', 'long', 're2js'];

/**
 * A running program keeps the text of its files in memory, with two bytes a character where one of them is beyond Latin-1: without blanks and
 * comments, and with such characters escaped, the dependencies take a third. Names stay as they are.
 */
const small = {
  name: 'small dependencies',
  async renderChunk(code, { fileName }) {
    if (!fileName.startsWith('vendor/')) return null;
    const options = {
      compress: false,
      mangle: false,
      codegen: { removeWhitespace: true, legalComments: 'none' },
    };
    const minified = await minify(fileName, code, options);
    if (minified.errors.length > 0) throw new Error(`${fileName}: ${minified.errors[0].message}`);
    return minified.code.replaceAll(
      /[^\0-\xff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  },
};

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
    plugins: [small],
    preserveEntrySignatures: 'allow-extension',
    logLevel: 'warn',
  });
  await bundler.write({
    dir: to,
    format: 'esm',
    minify: false,
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
