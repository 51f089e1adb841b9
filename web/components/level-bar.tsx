/** From here on a level is shown as one that somebody should look at. */
export const highRatio = 0.9;

/** How full something is; null, and so no meter at all, where nobody knows. The figure stands beside it. */
export function LevelBar({ label, ratio }: { label: string; ratio: number | null }) {
  if (ratio === null) return <div className="h-1.5 w-full rounded-full bg-sunken" />;
  const shown = Math.min(1, Math.max(0, ratio));
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(shown * 100)}
      className="h-1.5 w-full overflow-hidden rounded-full bg-sunken"
    >
      <div
        className={`h-full rounded-full ${ratio >= highRatio ? 'bg-bad' : 'bg-accent'}`}
        style={{ width: `${(shown * 100).toFixed(1)}%` }}
      />
    </div>
  );
}
