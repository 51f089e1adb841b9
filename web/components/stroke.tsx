/** How a line of a chart looks, beside its name. */
export function Stroke({ colour, dashed }: { colour: string; dashed: boolean }) {
  return (
    <svg width="14" height="6" aria-hidden="true">
      <path
        d="M0 3h14"
        stroke={`var(${colour})`}
        strokeWidth="2"
        {...(dashed ? { strokeDasharray: '4 3' } : {})}
      />
    </svg>
  );
}
