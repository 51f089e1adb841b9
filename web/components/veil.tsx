/**
 * Between the page and a question over it. What is scrolled here scrolls nothing else: it is a box with a pixel too much in it, which
 * keeps wheel and finger to itself. Radix' own overlay takes the scrollbar away instead, for which it writes a style into the page;
 * the content policy forbids that, and everything would jump.
 */
export function Veil() {
  return (
    <div className="pointer-events-auto fixed inset-0 z-40 overflow-y-scroll overscroll-contain bg-veil [scrollbar-width:none]">
      <div className="h-[calc(100%+1px)]" />
    </div>
  );
}
