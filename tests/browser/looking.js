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
    const kept = /^(class|role|type|tabindex|scope|hidden|open|data-.*)$|^aria-(?!label$)/;
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

  const told = ({ html, any, all, none }) =>
    `${html.slice(0, 160)} ${[...any, ...all, ...none].map(({ message }) => message).join("; ")}`;

  async function axeFinds() {
    const runOnly = { type: "tag", values: axeAsks.tags };
    const rules = Object.fromEntries(axeAsks.without.map((rule) => [rule, { enabled: false }]));
    const { violations } = await window.axe.run({ resultTypes: ["violations"], runOnly, rules });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(told).join(" | ")}`);
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
  };
}
