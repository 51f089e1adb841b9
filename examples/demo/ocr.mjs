// Shows: a worker that freezes (as on a stuck disk or in a debugger), and progress reported by one HTTP call, in a shell:
//   curl -fsS "$YAGURA_PING_URL/progress?counter=pages_read&add=1"
import { isFirstLately } from './first-lately.mjs';

const { YAGURA_PING_URL } = process.env;
const freezesAfterSeconds = (await isFirstLately('ocr')) ? 20 : 120 + Math.random() * 60;

console.log('INFO ocr engine ready, language=jpn+eng');
for (let page = 1; ; page++) {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const confidence = 0.9 + Math.random() / 10;
  console.log(`INFO page=${page} words=${200 + ((page * 37) % 150)} confidence=${confidence.toFixed(3)}`);
  try {
    await fetch(`${YAGURA_PING_URL}/progress?counter=pages_read&add=1`, {
      signal: AbortSignal.timeout(3000),
    });
  } catch (error) {
    console.log(`WARN progress was not reported: ${error.message}`);
  }
  if (process.uptime() > freezesAfterSeconds) {
    console.log(`INFO page=${page + 1} loading scan`);
    process.kill(process.pid, 'SIGSTOP');
  }
}
