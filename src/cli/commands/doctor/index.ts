/** What is wrong with this installation and how to mend it: one file per group of findings, each works when nothing runs. */
import type { Command } from '../../call.ts';
import { cleanText, count, type Colour, speaksUtf8, textWidth, padToWidth } from '../../text/index.ts';
import { checkConfig } from './config.ts';
import type { Finding } from './finding.ts';
import { checkHome } from './home.ts';
import { checkMachine } from './machine.ts';
import { checkPrograms } from './programs.ts';

const signs = {
  ok: ['✓', 'ok  ', 'green'],
  warn: ['!', 'warn', 'yellow'],
  fail: ['✗', 'FAIL', 'red'],
} as const satisfies Record<Finding['level'], readonly [string, string, Colour]>;

export const doctor: Command<{ config?: string; json?: boolean }> = async (call) => {
  const { io, home, options } = call;
  const groups = await Promise.all([
    checkMachine(),
    checkHome(home),
    checkPrograms(home, options, io.env),
    checkConfig(options.config, io.env),
  ]);
  const findings = groups.flat();
  const failed = findings.filter(({ level }) => level === 'fail').length;
  const warned = findings.filter(({ level }) => level === 'warn').length;
  if (options.json) io.json({ findings });
  else {
    const fancy = speaksUtf8(io.env);
    const widest = Math.max(...findings.map(({ about }) => textWidth(about)));
    for (const { level, about, what, cure } of findings) {
      const [sign, word, colour] = signs[level];
      io.line(`${io.paint(colour, fancy ? sign : word)} ${padToWidth(about, widest)}  ${cleanText(what)}`);
      if (cure) io.line(`  ${' '.repeat(widest)}  ${io.paint('cyan', `→ ${cleanText(cure)}`)}`);
    }
    io.line();
    io.line(
      failed > 0
        ? `${count('thing', failed)} to mend.`
        : warned > 0
          ? `Nothing is broken; ${count('thing', warned)} to look at.`
          : 'Everything is well.',
    );
  }
  return failed > 0 ? 1 : 0;
};
