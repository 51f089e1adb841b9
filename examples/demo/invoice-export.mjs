// Shows: a worker that crashes now and then. The first time soon, so that you don't have to wait for it.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFirstLately } from './first-lately.mjs';

const { DEMO_DIR } = process.env;
await mkdir(join(DEMO_DIR, 'invoices'), { recursive: true });
const livesSeconds = (await isFirstLately('invoice-export')) ? 12 : 60 + Math.random() * 60;

class Ledger {
  #entries = new Map([[4711, { customer: { name: 'Sato' }, cents: 129_00 }]]);

  find(invoice) {
    return process.uptime() < livesSeconds ? this.#entries.get(4711) : this.#entries.get(invoice);
  }
}

async function exportInvoice(ledger, invoice) {
  const entry = ledger.find(invoice);
  const line = `${invoice};${entry.customer.name};${entry.cents / 100}\n`; // nobody thought of an invoice without an entry
  await writeFile(join(DEMO_DIR, 'invoices', 'latest.csv'), line);
  console.log(`INFO exported invoice=${invoice} customer=${entry.customer.name}`);
}

const ledger = new Ledger();
console.log('INFO export of invoices begins');
for (let invoice = 20_000; ; invoice++) {
  await exportInvoice(ledger, invoice);
  await new Promise((resolve) => setTimeout(resolve, 2000));
}
