// A bar that stays in sight at the end of a form (.foot) hides nothing that somebody comes to: whatever takes the focus,
// and whatever a link leads to, stops above it. How high the bar is, only the browser knows, since its words wrap.
const root = document.documentElement;
const bars = () => [...document.querySelectorAll(".foot")];
const shown = () => bars().find((bar) => bar.checkVisibility());

function measure() {
  const bar = shown();
  if (!bar) return root.style.removeProperty("--bar");
  root.style.setProperty("--bar", `${bar.offsetHeight + (parseFloat(getComputedStyle(bar).bottom) || 0)}px`);
  uncover(bar);
}

// What is typed into stays above the bar when the bar grows, or when words appear above the field.
function uncover(bar) {
  const field = document.activeElement;
  if (!field?.matches("input, select, textarea") || bar.contains(field)) return;
  const [box, top] = [field.getBoundingClientRect(), bar.getBoundingClientRect().top];
  if (box.top < innerHeight && box.bottom > top && bar.parentElement.contains(field)) field.scrollIntoView({ block: "nearest" });
}

const sizes = new ResizeObserver(measure);
function watch() {
  sizes.disconnect();
  for (const one of [...bars(), document.getElementById("main")]) if (one) sizes.observe(one);
  measure();
}
addEventListener("resize", measure);
document.body.addEventListener("htmx:afterSettle", watch);
watch();
