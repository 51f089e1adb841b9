import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findViolations } from './check-structure.mjs';

const purpose = '/** What this room is for, in one sentence. */\n';

/** Violations in a project that consists of these files. */
function violationsOf(files) {
  const root = mkdtempSync(join(tmpdir(), 'yagura-structure-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return findViolations(root);
}

test('accepts a project in which every arrow points down', () => {
  expect(
    violationsOf({
      'src/main.ts': `await import('./cli/index.ts');`,
      'src/cli/index.ts': `export const run = () => import('../hub/index.ts');`,
      'src/hub/index.ts': `${purpose}import './fleet/index.ts'; import 'fastify';`,
      'src/hub/fleet/index.ts': `${purpose}export * from './fleet.ts';`,
      'src/hub/fleet/fleet.ts': `import type { Spec } from '../../link/spec.ts'; export const x = 1;`,
      'src/link/spec.ts': `import { z } from 'zod'; export type Spec = 1;`,
      'src/agent/workers/index.ts': `${purpose}import { type Spec } from '../../link/spec.ts'; import 'node:fs';`,
      'src/agent/workers/schedule.ts': `export const load = () => import('croner');`,
      'src/hub/fleet/fleet.test.ts': `import '../../agent/workers/schedule.ts';`,
    }),
  ).toEqual([]);
});

test.each([
  [
    'the agent imports the hub',
    'src/agent/tower/index.ts',
    `import '../../hub/fleet/index.ts';`,
    'must not know hub',
  ],
  [
    'the hub imports a type of the agent',
    'src/hub/fleet/x.ts',
    `import type { A } from '../../agent/tower/index.ts';`,
    'must not know agent',
  ],
  [
    'the link re-exports from the hub',
    'src/link/x.ts',
    `export * from '../hub/fleet/index.ts';`,
    'must not know hub',
  ],
  [
    'a room is entered past its index',
    'src/hub/server/x.ts',
    `import '../fleet/rows.ts';`,
    'through its index.ts',
  ],
  [
    'a room is entered past its index for a type',
    'src/hub/server/x.ts',
    `import type { R } from '../fleet/rows.ts';`,
    'through its index.ts',
  ],
  ['the agent loads a package', 'src/agent/tower/x.ts', `import { z } from 'zod';`, 'the agent loads zod'],
  [
    'the agent loads a package by way of the link',
    'src/agent/tower/x.ts',
    `import '../../link/spec.ts';`,
    'the agent loads zod',
  ],
  ['the agent loads croner at once', 'src/agent/tower/x.ts', `import 'croner';`, 'the agent loads croner'],
  ['two files import each other', 'src/hub/fleet/rows.ts', `import './index.ts';`, 'import cycle'],
  ['a room does not say what it is for', 'src/hub/server/index.ts', `export {};`, 'what the room is for'],
  ['a room has no index', 'src/hub/server/index.mts', '', 'has no index.ts'],
  ['a folder has a name that says nothing', 'src/hub/fleet/utils/x.ts', '', 'named after'],
  [
    'the program imports what is for tests',
    'src/hub/fleet/x.ts',
    `import './testing/fake.ts';`,
    'for tests only',
  ],
  [
    'the page imports the program',
    'web/data/x.ts',
    `import type { A } from '../../src/link/spec.ts';`,
    'outside web',
  ],
  ['the program imports from outside', 'src/cli/x.ts', `import '../../web/x.ts';`, 'outside src'],
])('fails when %s', (_, path, text, message) => {
  const violations = violationsOf({
    'src/hub/fleet/index.ts': `${purpose}export * from './rows.ts';`,
    'src/hub/fleet/rows.ts': 'export type R = 1;',
    'src/hub/server/index.ts': purpose,
    'src/agent/tower/index.ts': purpose,
    'src/link/spec.ts': `import { z } from 'zod'; export type Spec = 1;`,
    ...(path === 'src/hub/server/index.mts' && { 'src/hub/empty/x.ts': '' }),
    [path]: text,
  });
  expect(violations.join('\n')).toContain(message);
});
