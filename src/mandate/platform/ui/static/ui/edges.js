// A box that scrolls sideways says so. Tabs fade at the edge behind which there is more of them: `data-more` says at
// which. Below a wide table stands in words that it goes on, wherever the table comes from (a page, a guide, a remark).
const BOXES = ".tabs, .wide";
const REST = 2; // pixels that a rounded width may leave over

function mark(box) {
  const more = box.scrollWidth - box.clientWidth;
  const rest = more - Math.abs(box.scrollLeft);
  const ends = [Math.abs(box.scrollLeft) > REST && "start", rest > REST && "end"];
  box.dataset.more = ends.filter(Boolean).join(" ");
  if (box.matches(".wide")) say(box, more > REST);
}

function say(box, goesOn) {
  const said = box.nextElementSibling?.matches(".sideways") ? box.nextElementSibling : null;
  if (!goesOn) said?.remove();
  else if (!said) {
    const line = document.createElement("p");
    line.className = "quiet sideways no-print";
    line.textContent = document.body.dataset.sideways;
    box.after(line);
  }
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
