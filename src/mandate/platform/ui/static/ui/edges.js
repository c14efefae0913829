// A box that scrolls sideways fades at the edge behind which there is more of it: `data-more` says at which.
const BOXES = ".tabs, .wide";
const REST = 2; // pixels that a rounded width may leave over

function mark(box) {
  const rest = box.scrollWidth - box.clientWidth - Math.abs(box.scrollLeft);
  const ends = [Math.abs(box.scrollLeft) > REST && "start", rest > REST && "end"];
  box.dataset.more = ends.filter(Boolean).join(" ");
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const box = target.closest(BOXES); // what was taken out of its box has none
    if (box) mark(box);
  }
});

function watch() {
  for (const box of document.querySelectorAll(BOXES)) {
    mark(box);
    for (const one of [box, ...box.children]) sizes.observe(one);
  }
}

document.addEventListener("scroll", ({ target }) => target.matches?.(BOXES) && mark(target), { capture: true, passive: true });
document.body.addEventListener("htmx:afterSettle", watch);
watch();
