/** The number at the end of a name, which tells the instances of a worker apart. */
const endOf = (name: string) => /-\d+$/.exec(name)?.[0] ?? '';

/** A name that may be too long for its place: its middle is cut, never its number. */
export function ShortName({ name }: { name: string }) {
  const end = endOf(name);
  if (end === '') return <span className="min-w-0 truncate">{name}</span>;
  return (
    <span className="flex min-w-0">
      <span className="truncate">{name.slice(0, -end.length)}</span>
      <span className="shrink-0">{end}</span>
    </span>
  );
}
