// Shows: a service that answers a health check, and an external worker that is kept alive by heartbeats.
// The partner's feed runs elsewhere; whenever it delivers something here, that is reported as its sign of life.
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const { DEMO_DIR, PORT, TOKEN_FILE, YAGURA_URL } = process.env;
await mkdir(DEMO_DIR, { recursive: true });

let served = 0;
const server = createServer((request, response) => {
  served++;
  const known = request.url === '/health' || request.url?.startsWith('/webhooks/');
  response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: known, served }));
});
server.on('error', (error) => {
  console.error(`ERROR cannot listen on port ${PORT}: ${error.message} (another one: DEMO_API_PORT)`);
  process.exit(1);
});
server.listen(Number(PORT), '127.0.0.1', () => console.log(`INFO listening on http://127.0.0.1:${PORT}`));

// The partner delivers every 5 s, but after two and a half minutes it is quiet for half a minute.
const started = Date.now();
let wasQuiet = false;
setInterval(() => void deliver(), 5000);
async function deliver() {
  const quiet = ((Date.now() - started) / 1000) % 180 > 150;
  if (quiet !== wasQuiet)
    console.log(quiet ? 'WARN no delivery from partner-feed' : 'INFO partner-feed is back');
  wasQuiet = quiet;
  if (quiet) return;
  try {
    const token = (await readFile(TOKEN_FILE, 'utf8')).trim();
    const answer = await fetch(`${YAGURA_URL}/api/v1/workers/partner-feed/heartbeat`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(3000),
    });
    if (!answer.ok) console.log(`WARN heartbeat of partner-feed: HTTP ${answer.status}`);
  } catch (error) {
    console.log(`WARN heartbeat of partner-feed: ${error.message}`);
  }
}
setInterval(() => console.log(`INFO served=${served} requests`), 15_000);
