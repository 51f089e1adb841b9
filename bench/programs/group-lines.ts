/** Groups the messages of a file (JSON) again and again and prints for each round how many it did in a second of processor time. */
import { readFileSync } from 'node:fs';
import { createMiner } from '../../src/hub/errors/templates/index.ts';

const messages = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as string[];
const repeats = 5;
for (let round = 0; round < 7; round += 1) {
  const miner = createMiner();
  const before = process.cpuUsage();
  for (let repeat = 0; repeat < repeats; repeat += 1) for (const message of messages) miner.read(message);
  const { user, system } = process.cpuUsage(before);
  console.log((repeats * messages.length) / ((user + system) / 1e6));
}
