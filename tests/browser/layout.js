// What is wrong with how the words of a page lie: each complaint is one line. Run in the page by layout.py.
// `repeated` are the names that several units have, each with the names of the units above: {"Street 1": ["Ward A", …]}.
async (repeated) => {
  for (const frame of [1, 2]) await new Promise(requestAnimationFrame); // sizes are known
  const complaints = [];
  const words = (text) => text.trim().replace(/\s+/g, " ").slice(0, 50);
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) complaints.push(`sideways by ${root.scrollWidth - root.clientWidth}`);

  // Texts that may be cut: what stands for screen readers alone, names that end in "…", and boxes that scroll.
  const unseen = (element) => {
    if (element.closest(".skip, .unseen, [hidden], dialog:not([open]), svg, datalist, option, select")) return true;
    for (let above = element; above && above !== document.body; above = above.parentElement)
      if (getComputedStyle(above).clipPath !== "none" && above.clientWidth <= 1) return true;
    return false;
  };
  const cuts = (element) => {
    const style = getComputedStyle(element);
    return style.overflowX !== "visible" && style.textOverflow !== "ellipsis";
  };
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);

  // What is scrolled out of a box, or behind the "…" of a name, is not there.
  const seen = (element, lines) => {
    let left = -Infinity, right = Infinity;
    for (let above = element; above && above !== document.body; above = above.parentElement) {
      if (getComputedStyle(above).overflowX === "visible") continue;
      const box = above.getBoundingClientRect();
      [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
    }
    const within = (line) => ({
      ...line.toJSON(), left: Math.max(line.left, left), right: Math.min(line.right, right),
    });
    return lines.map(within).filter((line) => line.right > line.left + 1);
  };

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || unseen(element) || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest("script, style, details:not([open]) > :not(summary)")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width && !box.height) continue;
    const lines = seen(element, [...range.getClientRects()]);
    if (lines.length) texts.push({ node, element, box, lines });
  }

  for (const { node, element, box, lines } of texts) {
    const text = words(node.data);
    const size = parseFloat(getComputedStyle(element).fontSize);
    // Letter under letter: far more lines than words, none wider than two letters.
    const longest = Math.max(...node.data.trim().split(/\s+/).map((word) => word.length));
    const widest = Math.max(...lines.map((line) => line.width));
    if (longest > 3 && widest < 2 * size * 0.9 && lines.length > 2) complaints.push(`squeezed: ${text}`);
    for (let above = element; above && above !== document.body; above = above.parentElement) {
      if (!cuts(above)) continue;
      const frame = above.getBoundingClientRect();
      if (scrolls(above)) break; // it is reached by scrolling; whether that shows is asked below
      if (box.right > frame.right + 1 || box.left < frame.left - 1) complaints.push(`cut by ${above.className || above.localName}: ${text}`);
      break;
    }
  }

  // A box that scrolls sideways says so: by a fade at its edge, or in words below it that can be seen.
  for (const box of document.querySelectorAll("main *")) {
    if (!scrolls(box) || box.scrollWidth <= box.clientWidth + 2 || unseen(box) || !box.checkVisibility()) continue;
    if (["input", "textarea", "pre"].includes(box.localName)) continue;
    const style = getComputedStyle(box);
    const fades = style.maskImage !== "none" || style.backgroundImage !== "none";
    const says = texts.some(({ element }) => element.matches(".sideways") && element === box.nextElementSibling);
    if (!fades && !says) complaints.push(`scrolls without a sign: ${box.className || box.localName}`);
  }

  // Words over words.
  const floats = (element) => {
    for (let above = element; above && above !== document.body; above = above.parentElement)
      if (["fixed", "sticky", "absolute"].includes(getComputedStyle(above).position)) return true;
    return false;
  };
  const flat = texts.filter(({ element }) => !floats(element)); // what floats lies over others on purpose
  const letters = ({ top, bottom, left, right, height }) => ({ left, right, top: top + height / 5, bottom: bottom - height / 5 });
  const lines = flat.flatMap(({ lines, node }) => lines.map((line) => ({ line: letters(line), node })));
  lines.sort((one, other) => one.line.top - other.line.top);
  lines.forEach((one, at) => {
    for (let next = at + 1; next < lines.length && lines[next].line.top < one.line.bottom; next++) {
      const other = lines[next];
      if (other.node === one.node) continue;
      const across = Math.min(one.line.right, other.line.right) - Math.max(one.line.left, other.line.left);
      const down = Math.min(one.line.bottom, other.line.bottom) - other.line.top;
      if (across > 3 && down > 3)
        complaints.push(`overlap: ${words(one.node.data)} / ${words(other.node.data)}`);
    }
  });

  // Rows of a list that cannot be told apart: links of one name to different places, with nothing beside them.
  const rows = new Map();
  for (const row of document.querySelectorAll("main :is(tbody tr, ul.list > li, ul.tree li > a)")) {
    const link = row.querySelector("a[href]") ?? (row.localName === "a" ? row : null);
    if (!link || row.querySelector("time")) continue; // a moment tells rows apart
    const list = row.closest("table, ul");
    const key = row.innerText.trim().replace(/\s+/g, " ");
    if (!key) continue;
    const seen = rows.get(list) ?? rows.set(list, new Map()).get(list);
    if (seen.has(key) && seen.get(key) !== link.href) complaints.push(`two rows read alike: ${words(key)}`);
    seen.set(key, link.href);
  }

  // (The first word of a name above is its kind, which need not be said.)
  // A name that several units have says which it is: beside it, in its row, or once for all that stands around it.
  const rowOf = "tr, li, p, h1, h2, h3, dd, option, label, summary, figcaption";
  const whole = (name) => new RegExp(`(?<![\\p{L}\\p{N}])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "u");
  const patterns = Object.entries(repeated).map(([name, above]) => [name, whole(name), above.map((one) => whole(one.split(" ").slice(1).join(" ") || one))]);
  const told = (element, above) => {
    const row = element.closest(rowOf) ?? element;
    for (let around = row; around && around !== document.body; around = around.parentElement) {
      const count = above.filter((name) => name.test(around.innerText)).length;
      if (count === 1 || (count && around === row)) return true;
      if (count) return false;
    }
    return false;
  };
  for (const { node, element } of texts) {
    if (!element.closest("main") || element.closest("pre")) continue;
    for (const [name, pattern, above] of patterns)
      if (pattern.test(node.data) && !told(element, above)) complaints.push(`which ${name}? ${words(element.closest(rowOf)?.innerText ?? node.data)}`);
  }
  return [...new Set(complaints)];
}
