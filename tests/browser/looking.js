// What the checks of a page read from it; `looking.py` sends this to the browser.
async (axeAsks) => {
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Everything a reader can meet: texts, and the attributes that are read out or shown as a tip.
  function words() {
    const found = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (!parentElement.closest("script, style, [lang=en], code, .code, pre")) found.push(textContent);
    }
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      for (const node of all(`[${name}]`)) {
        if (!node.closest("[lang=en]")) found.push(node.getAttribute(name));
      }
    }
    return found.map((text) => text.replace(/\s+/g, " ").trim()).filter(Boolean);
  }

  function sideways() {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const guilty = all("body *").filter((node) =>
      node.getBoundingClientRect().right > clientWidth + 1 &&
      !node.closest(".table-wrap, .nav, .filters"));
    const named = guilty.slice(0, 3).map((node) => node.outerHTML.slice(0, 120));
    return `${scrollWidth - clientWidth} px by ${named}`;
  }

  // The page without its words: pages that agree in it agree in what axe finds.
  async function skeleton() {
    const kept = /^(class|role|type|tabindex|scope|hidden|open|disabled|data-.*)$|^aria-(?!label$)/;
    const bones = all("*").map((node) => [
      node.tagName,
      node.childElementCount,
      ...[...node.attributes].filter(({ name }) => kept.test(name)).map((each) => each.value),
    ]);
    const bytes = new TextEncoder().encode(JSON.stringify(bones));
    const digest = await crypto.subtle.digest("SHA-1", bytes);
    const { lang } = document.documentElement;
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    return [innerWidth, lang, dark, ...new Uint8Array(digest)].join(" ");
  }

  // Texts by what decides their contrast: colour, size and weight, and all that lies behind them.
  function paints() {
    const ground = new Map([[null, ""]]);
    const behind = (node) => {
      if (!ground.has(node)) ground.set(node, [behind(node.parentElement), ...layer(node)].join(" "));
      return ground.get(node);
    };
    const found = new Map();
    for (const node of all("body, body *").filter(isWritten)) {
      const { color, fontSize, fontWeight, textShadow } = getComputedStyle(node);
      const paint = [color, fontSize, fontWeight, textShadow, behind(node)].join(" ");
      found.set(paint, [...(found.get(paint) ?? []), node]);
    }
    return found;
  }

  const isWritten = (node) => node.matches("input, select, textarea") ||
    [...node.childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim());

  // What a node adds; whatever may come to lie over something else is told apart by its class.
  function layer(node) {
    const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position } =
      getComputedStyle(node);
    const added = [];
    if (backgroundColor !== "rgba(0, 0, 0, 0)") added.push(backgroundColor);
    if (backgroundImage !== "none") added.push(backgroundImage);
    if (opacity !== "1") added.push(opacity);
    if (filter !== "none") added.push(filter);
    if (mixBlendMode !== "normal") added.push(mixBlendMode);
    if (position !== "static") added.push(position, node.tagName, node.className.baseVal ?? node.className);
    return added;
  }

  const told = ({ html, any, all, none }) =>
    `${html.slice(0, 160)} ${[...any, ...all, ...none].map(({ message }) => message).join("; ")}`;

  const lines = (violations) =>
    violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(told).join(" | ")}`);

  // Everything but contrast, of the whole page.
  async function structure() {
    const runOnly = { type: "tag", values: axeAsks.tags };
    const rules = { "color-contrast": { enabled: false } };
    return lines((await window.axe.run({ resultTypes: ["violations"], runOnly, rules })).violations);
  }

  // Contrast, of the texts painted as asked; `passed` are the paints of which one was found good.
  async function contrast() {
    const painted = paints();
    const include = axeAsks.paints.flatMap((paint) => painted.get(paint) ?? []);
    if (!include.length) return { found: [], passed: [] };
    const runOnly = { type: "rule", values: ["color-contrast"] };
    const { passes, violations } = await window.axe.run({ include }, { runOnly, elementRef: true });
    const good = new Set(passes.flatMap(({ nodes }) => nodes.map(({ element }) => element)));
    const isGood = (paint) => painted.get(paint)?.some((node) => good.has(node));
    return { found: lines(violations), passed: axeAsks.paints.filter(isGood) };
  }

  async function axeFinds() {
    const { found, passed } = await contrast();
    return { found: [...found, ...(await structure())], passed };
  }

  if (axeAsks) return axeFinds();
  return {
    lang: document.documentElement.lang,
    title: document.title,
    headings: all("h1").length,
    hasAxe: Boolean(window.axe),
    words: words(),
    sideways: sideways(),
    skeleton: await skeleton(),
    paints: [...paints().keys()],
  };
}
