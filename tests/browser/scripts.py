"""Questions to a page, in the language of browsers."""

TOO_WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return "";
  const sticksOut = (e) => e.getBoundingClientRect().right > root.clientWidth + 1;
  const culprit = [...document.querySelectorAll("body *")].filter(sticksOut).pop();
  return `${root.scrollWidth} px, because of ${culprit?.outerHTML.slice(0, 200)}`;
}"""

# Every line of text that nothing hides, and the pairs that cover one another.
OVERLAPS = """() => {
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || parent.closest(".hidden, .skip, svg, select, noscript"))
      continue;
    if (!parent.checkVisibility({ contentVisibilityAuto: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    // The box of a line is taller than its letters.
    for (const { left, right, top, height } of range.getClientRects()) {
      const box = { left, right, top: top + 0.2 * height, bottom: top + 0.8 * height };
      lines.push({ box, text: range.toString().trim() });
    }
  }
  lines.sort((one, other) => one.box.top - other.box.top);
  const found = [];
  lines.forEach((one, place) => {
    for (const other of lines.slice(place + 1, place + 60)) {
      if (other.box.top >= one.box.bottom) break;
      const across = Math.min(one.box.right, other.box.right)
        - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
      if (across > 2 && down > 2)
        found.push(`“${one.text.slice(0, 40)}” and “${other.text.slice(0, 40)}”`);
    }
  });
  return found.slice(0, 5);
}"""

# Text whose column is so narrow that words are taken apart.
TAKEN_APART = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const parent = walker.currentNode.parentElement;
    if (text.length < 12 || parent.closest(".hidden, svg, select")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    if (range.getClientRects().length > text.length / 4) found.push(text.slice(0, 60));
  }
  return found.slice(0, 5);
}"""

MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  return style.animationName !== "none" || style.scrollBehavior === "smooth"
    || style.transitionDuration.split(", ").some((time) => time !== "0s");
}).map((element) => element.outerHTML.slice(0, 120)).slice(0, 5)"""

HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .map((heading) => ({ level: Number(heading.tagName[1]), words: heading.textContent.trim() }))"""

HEAD = """() => ({
  title: document.title,
  language: document.documentElement.lang,
  description: document.querySelector("meta[name=description]")?.content ?? "",
  canonical: document.querySelector("link[rel=canonical]")?.href ?? "",
  twin: document.querySelector("link[rel=alternate][type='application/json']")?.href ?? "",
})"""

TAKEN_IDS = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  return [...new Set(ids.filter((id, place) => !id || ids.indexOf(id) !== place))];
}"""

UNNAMED_QUOTES = """() => [...document.querySelectorAll("blockquote")]
  .filter((quote) => !quote.lang || !["ltr", "rtl"].includes(quote.dir))
  .map((quote) => quote.textContent.slice(0, 80))"""

# Where the first and the last letter of a quote's first line are.
LETTERS = """(quote) => {
  const walker = document.createTreeWalker(quote, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() && !walker.currentNode.data.trim());
  const node = walker.currentNode;
  const at = (place) => {
    const range = document.createRange();
    range.setStart(node, place);
    range.setEnd(node, place + 1);
    return range.getBoundingClientRect();
  };
  const first = at(0);
  let last = 0;
  while (last + 1 < node.length && Math.abs(at(last + 1).top - first.top) < 4) last += 1;
  return { first: first.right, last: at(last).left, edge: quote.getBoundingClientRect().right };
}"""

REACHABLE = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
  .filter((element) => element.checkVisibility({ contentVisibilityAuto: true })).length"""

# Where the keyboard is, with a number for each place so that it can be met again.
WHERE = """() => {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  here.dataset.place ??= String(document.querySelectorAll("[data-place]").length);
  return {
    place: here.dataset.place, tag: here.tagName, html: here.outerHTML.slice(0, 160),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
  };
}"""

# The crumbs are written in one line, as they are shown.
INLINE = """(names) => [...document.querySelectorAll(names)]
  .filter((element) => getComputedStyle(element).display.startsWith("inline"))
  .filter((element) => !element.closest(".crumbs"))
  .map((element) => element.outerHTML.slice(0, 120)).slice(0, 5)"""

IN_HEADER = "() => !!document.activeElement.closest('header.site-header, .skip, body:focus')"

NOT_WHITE = """() => [...document.querySelectorAll("body, main, main *")].filter((element) => {
  const colour = getComputedStyle(element).backgroundColor;
  return !["rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"].includes(colour) && element.innerText;
}).map((element) => element.outerHTML.slice(0, 100)).slice(0, 3)"""

HIDDEN = """(all) => all.filter((one) => !one.checkVisibility({ contentVisibilityAuto: true }))
  .map((one) => one.textContent)"""
