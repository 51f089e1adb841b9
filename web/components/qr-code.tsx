import { encode } from 'uqr';

/** Four modules of quiet around the code, as the standard wants them, so that cameras find it. */
const quiet = 4;

/** A text that another device can read with its camera. Dark on light in both themes, since many readers know nothing else. */
export default function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const modules = data.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`M${x + quiet} ${y + quiet}h1v1h-1z`] : [])),
  );
  const side = size + 2 * quiet;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      className="block w-full max-w-56 rounded-sm"
    >
      <path d={`M0 0h${side}v${side}H0z`} fill="var(--scan-ground)" />
      <path d={modules.join('')} fill="var(--scan-ink)" />
    </svg>
  );
}
