/**
 * Gathers the compiled program into a few files, and what it uses of its dependencies into a few more under `vendor/`: reading a few files
 * instead of a thousand takes a third of a start's processor time, which is what a killed hub's return consists of.
 */
import { relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { minify } from 'rolldown/utils';

/** Not needed by every start, so each has a file of its own; all the rest serves HTTP. */
const apart = [
  'kysely',
  'zod',
  'yaml',
  'commander',
  'croner',
  're2js',
  'ws',
  'protobufjs',
  'long',
  'yauzl',
  'fzstd',
];

/**
 * A running program keeps the text of its files in memory, with two bytes a character where one of them is beyond Latin-1: without comments, and
 * with such characters escaped, it takes half. Dependencies also lose their lines; names stay as they are everywhere.
 */
const small = {
  name: 'small files',
  async renderChunk(code, { fileName }) {
    const options = {
      compress: false,
      mangle: false,
      codegen: {
        removeWhitespace: fileName.startsWith('vendor/'),
        asciiOnly: true,
        legalComments: 'none',
      },
    };
    const minified = await minify(fileName, code, options);
    if (minified.errors.length > 0) throw new Error(`${fileName}: ${minified.errors[0].message}`);
    return minified.code;
  },
};

/** What a file finds by its own place (`import.meta.url`) it finds from the file that it is gathered into, which lies at the top. */
const inPlace = (dir) => ({
  name: 'places of files',
  transform(code, id) {
    if (!id.startsWith(dir) || !code.includes('import.meta.url')) return null;
    const place = `new URL(${JSON.stringify(`./${relative(dir, id)}`)}, import.meta.url).href`;
    return code.replaceAll('import.meta.url', place);
  },
});

/**
 * What the server's libraries would load for things that are never asked of them: their own validation and serialization (`schemasOf` of
 * build-app.ts), their logger, requests without a network, lists of folders. A program that is not read needs no time and no memory.
 */
const unused = {
  name: 'unused dependencies',
  resolveId(id) {
    if (unusedLazily.includes(id)) return { id, external: true };
    return id === 'glob' ? `\0${id}` : null;
  },
  load: (id) => (id === '\0glob' ? 'export const glob = undefined;' : null),
};
/** Those that are only loaded when they are used: they stay where they are installed. */
const unusedLazily = [
  '@fastify/ajv-compiler',
  '@fastify/fast-json-stringify-compiler',
  'light-my-request',
  'pino',
];

/** Bundles the compiled program in the folder `from` (its entry is `main.js`) into the folder `to`. */
async function bundle(from, to) {
  const dir = resolve(from);
  const entry = `${dir}/main.js`;
  const packageOf = (id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
  const bundler = await rolldown({
    input: { main: entry },
    platform: 'node',
    // What has native parts finds them from where it is installed; mail and push are for those whose channels need them.
    external: [
      /^node:/,
      /^@photostructure\/sqlite$/,
      /^snappy$/,
      /^nodemailer$/,
      /^web-push$/,
      /package\.json$/,
    ],
    plugins: [inPlace(dir), unused, small],
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
          debugName: 'dependencies',
          // What stands in for a dependency is one: else the dependencies would ask for the hub.
          test: (id) => packageOf(id) !== undefined || id === '\0glob',
          name: (id) => `vendor/${apart.find((name) => name === packageOf(id)) ?? 'http'}`,
        },
      ],
    },
  });
  await bundler.close();
}

// A process of its own: whoever builds and then runs Yagura in the same process need not keep the bundler in memory.
await bundle(...process.argv.slice(2));
