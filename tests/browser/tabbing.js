// Watches where Tab leads; `tabbing.py` presses the key. `tabbed()` tells what was seen.
(() => {
  const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]";
  const name = (node) => node.outerHTML.slice(0, 120);
  const group = (node) => (node.type === "radio" ? node.name : null);
  const isStop = (node) => node.tabIndex >= 0 && !node.disabled && node.type !== "hidden" &&
    !node.closest("[inert]") && node.checkVisibility({ visibilityProperty: true });
  const stops = [...document.querySelectorAll(CONTROLS)].filter(isStop);
  const reached = new Set();
  const faults = [];

  // Something that floats lies over the middle of it and does not belong to it.
  function cover(target) {
    const { top, bottom, left, right } = target.getBoundingClientRect();
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    for (let node = over; node && !node.contains(target); node = node.parentElement) {
      if (["fixed", "sticky"].includes(getComputedStyle(node).position)) return node;
    }
    return null;
  }

  document.addEventListener("focusin", ({ target }) => {
    if (reached.has(target)) return;
    reached.add(target);
    const rings = [target, target.closest(".choice, .grid__cell")].filter(Boolean);
    if (rings.every((node) => getComputedStyle(node).outlineStyle === "none")) faults.push(`no ring: ${name(target)}`);
    const { top, bottom } = target.getBoundingClientRect();
    if (bottom <= 0 || top >= innerHeight) faults.push(`focus outside of the window: ${name(target)}`);
    else if (cover(target)) faults.push(`focus below ${name(cover(target))}: ${name(target)}`);
  });

  // Of what comes before the place where Tab has come to.
  window.tabbed = () => {
    const groups = new Set([...reached].map(group));
    const last = Math.max(...stops.map((node, index) => (reached.has(node) ? index : -1)));
    const missed = stops.slice(0, last).filter((node) => node.isConnected && !reached.has(node) && !(group(node) && groups.has(group(node))));
    return [...faults, ...missed.map((node) => `Tab does not reach ${name(node)}`)].slice(0, 5);
  };
  return stops.length;
})();
