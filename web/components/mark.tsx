/** The watchtower. Its lamp burns while there is nothing to report and takes the colour of trouble otherwise. */
export function Mark({ size = 24, lamp = 'text-lamp' }: { size?: number; lamp?: string }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="shrink-0">
      <g fill="currentColor">
        <path d="M15.2 1.2h1.6v3h-1.6z" />
        <path d="M16 3.4c2.2 3.7 6.6 6.1 13 6.6v2.4H3V10c6.4-.5 10.8-2.9 13-6.6z" />
        <path d="M5.5 18.2h21v2.4h-21z" />
        <path d="M8 12.4h2.2v6H8zM21.8 12.4H24v6h-2.2z" />
      </g>
      <g fill="none" stroke="currentColor" strokeLinecap="round">
        <path strokeWidth="2.2" d="M9.6 20.6 6.6 30.4M22.4 20.6l3 9.8" />
        <path strokeWidth="1.4" d="M9.2 22.3l15.2 6.3M22.8 22.3 7.6 28.6" />
      </g>
      <circle cx="16" cy="15.4" r="2.3" fill="currentColor" className={lamp} />
    </svg>
  );
}
