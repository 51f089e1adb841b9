export interface Branch<T> {
  item: T;
  /** What to draw in front of it: `│  ├─ `. */
  lead: string;
}

/** Puts items that name their parent into the order of a drawn tree. Items whose parent is not among them are roots. */
export function drawTree<T>(
  items: T[],
  idOf: (item: T) => number,
  parentOf: (item: T) => number,
): Branch<T>[] {
  const ids = new Set(items.map(idOf));
  const roots = items.filter((item) => !ids.has(parentOf(item)) || parentOf(item) === idOf(item));
  const branches: Branch<T>[] = [];
  const drawn = new Set<number>();
  const draw = (item: T, lead: string, below: string) => {
    if (drawn.has(idOf(item))) return;
    drawn.add(idOf(item));
    branches.push({ item, lead });
    const children = items.filter((child) => parentOf(child) === idOf(item) && !drawn.has(idOf(child)));
    children.forEach((child, at) => {
      const isLast = at === children.length - 1;
      draw(child, below + (isLast ? '└─ ' : '├─ '), below + (isLast ? '   ' : '│  '));
    });
  };
  for (const root of roots) draw(root, '', '');
  return branches;
}
