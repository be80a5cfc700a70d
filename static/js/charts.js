// Draws the charts that need plotly, when they come near the window. The numbers are in the page already.
// A figure is plotly's JSON in a data block; each trace says in `meta` (each shape in `name`) which part it plays,
// and gets the colours of the tokens from here, so nobody writes a colour twice.
"use strict";

(() => {
  const SOURCE = document.currentScript.dataset.plotly;
  const PHONE = window.matchMedia("(max-width: 47.99rem)");
  const DARK = window.matchMedia("(prefers-color-scheme: dark)");

  let loading = null;
  const library = () => (loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SOURCE;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  }));

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  // What a part looks like: colour, width and dash of its line.
  const PARTS = {
    main: ["c-main", 2.5, "solid"],
    second: ["c-context", 2.5, "solid"],
    target: ["c-target", 1.5, "7px,4px"],
    forecast: ["c-main", 2, "2px,4px"],
    band: ["c-band", 0, "solid"],
    context: ["c-context", 1.5, "solid"],
    peer: ["line-2", 1.5, "4px,3px"],
    alert: ["c-alert", 2, "solid"],
    you: ["seal", 2, "solid"],
  };
  for (let level = 0; level <= 5; level += 1) PARTS[`level-${level}`] = [`lv${level}`, 1, "solid"];

  const faint = (colour) => (/^#[0-9a-f]{6}$/i.test(colour) ? `${colour}29` : colour);

  function dress(trace) {
    const [name, width, dash] = PARTS[trace.meta] ?? PARTS.context;
    const colour = token(name);
    const edge = trace.meta?.startsWith("level-") ? token("line-2") : colour;
    const dressed = { ...trace, marker: { color: colour, line: { color: edge, width: 1 }, ...trace.marker } };
    if (trace.type === "box") return { ...dressed, line: { color: colour }, fillcolor: token("c-band") };
    if (trace.type !== "bar") dressed.line = { color: colour, width, dash, ...trace.line };
    if (trace.fill) dressed.fillcolor = trace.meta === "band" ? colour : faint(colour);
    dressed.textfont = { color: token("ink"), ...trace.textfont };
    return dressed;
  }

  function dressShape(shape) {
    const [name, width, dash] = PARTS[shape.name] ?? PARTS.context;
    return { ...shape, line: { color: token(name), width, dash: dash === "solid" ? "solid" : dash, ...shape.line } };
  }

  function axis(given) {
    const lines = { gridcolor: token("c-grid"), linecolor: token("line-2"), zerolinecolor: token("line-2") };
    return { automargin: true, fixedrange: true, ...lines, ...given, tickfont: { color: token("ink-3"), ...given?.tickfont } };
  }

  function dressLayout(layout) {
    const body = getComputedStyle(document.body);
    const font = { family: body.fontFamily, size: 12, color: token("ink-2") };
    const dressed = {
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      margin: { l: 8, r: 16, t: 12, b: 8 }, showlegend: false, hovermode: "closest",
      hoverlabel: { bgcolor: token("surface"), bordercolor: token("line-2"), font: { ...font, color: token("ink") } },
      ...layout, font: { ...font, ...layout.font },
    };
    dressed.xaxis ??= {};
    dressed.yaxis ??= {};
    for (const name of Object.keys(dressed)) {
      if (/^xaxis\d*$/.test(name)) dressed[name] = axis({ showgrid: false, ...dressed[name] });
      if (/^yaxis\d*$/.test(name)) dressed[name] = axis(dressed[name]);
    }
    if (dressed.polar) {
      dressed.polar = {
        bgcolor: "rgba(0,0,0,0)", ...dressed.polar,
        radialaxis: axis({ angle: 90, tickangle: 90, ...dressed.polar.radialaxis }),
        angularaxis: axis({ rotation: 90, direction: "clockwise", ...dressed.polar.angularaxis }),
      };
      for (const name of ["radialaxis", "angularaxis"]) {
        delete dressed.polar[name].automargin;
        delete dressed.polar[name].fixedrange;
        delete dressed.polar[name].zerolinecolor;
      }
    }
    dressed.shapes = (dressed.shapes ?? []).map(dressShape);
    dressed.annotations = (dressed.annotations ?? []).map((note) => ({
      showarrow: false, ...note, font: { color: token(PARTS[note.name]?.[0] ?? "ink"), ...note.font },
    }));
    return dressed;
  }

  // Names round a polar figure: in short lines, and the polygon as large as they leave room for.
  const LETTERS = 12; // px
  const LINE = 16;
  const GAP = 14; // from the rim to a name
  const LARGEST = 190; // px of the radius
  const pen = document.createElement("canvas").getContext("2d");

  // Lines no wider than `most`: words stay whole, Chinese breaks between any two characters.
  function lines(name, most) {
    const found = [""];
    for (const piece of name.match(/[\u2e80-\uffef]|[^\u2e80-\uffef\s]+\s*/g) ?? [name]) {
      const longer = found.at(-1) + piece;
      if (found.at(-1) && pen.measureText(longer.trimEnd()).width > most) found.push(piece);
      else found[found.length - 1] = longer;
    }
    return found.map((line) => line.trimEnd());
  }

  function fit(box, figure) {
    const half = box.clientWidth / 2;
    const names = figure.data[0].theta.slice(0, -1); // the last closes the polygon
    pen.font = `${LETTERS}px ${getComputedStyle(document.body).fontFamily}`;
    const labels = names.map((name, place) => {
      const turn = (2 * Math.PI * place) / names.length;
      const across = Math.abs(Math.sin(turn));
      const found = lines(name, across > 0.1 ? half - across * (half * 0.5 + GAP) : half * 0.45);
      const width = Math.max(...found.map((line) => pen.measureText(line).width));
      return { text: found.join("<br>"), high: found.length * LINE, width, across, up: Math.cos(turn) };
    });
    const beside = labels.filter((label) => label.across > 0.1);
    let radius = Math.min(LARGEST, ...beside.map((label) => (half - label.width) / label.across - GAP));
    const over = (sign) => Math.max(GAP, ...labels.map(({ up, high }) =>
      (radius + GAP) * sign * up + (high * (1 + sign * up)) / 2 - radius));
    const high = () => 2 * radius + over(1) + over(-1);
    const room = PHONE.matches ? high() : box.clientHeight; // a wide page keeps its room: nothing below moves
    radius -= Math.max(0, (high() - room) / 2);
    const spare = Math.max(0, (room - high()) / 2);
    const margin = { l: half - radius, r: half - radius, t: over(1) + spare, b: over(-1) + spare, pad: 0 };
    for (const trace of figure.data) trace.theta = trace.theta.map((name) => labels[names.indexOf(name)].text);
    figure.layout = { ...figure.layout, margin };
    box.style.blockSize = `${room}px`;
  }

  function settings(plotly, box) {
    const png = {
      name: "png", title: box.dataset.png, icon: plotly.Icons.camera,
      click: (graph) => plotly.downloadImage(graph, { format: "png", scale: 2, filename: box.id }),
    };
    return { displaylogo: false, responsive: true, staticPlot: PHONE.matches, modeBarButtons: [[png]] };
  }

  async function draw(box) {
    const plotly = await library();
    const figure = JSON.parse(document.getElementById(box.dataset.figure).textContent);
    if (figure.layout?.polar) fit(box, figure);
    const layout = dressLayout(figure.layout ?? {});
    await plotly.react(box, (figure.data ?? []).map(dress), layout, settings(plotly, box));
    // The heading and the table say it in words; the drawing would be read out as loose figures.
    for (const drawing of box.querySelectorAll(".main-svg")) drawing.setAttribute("aria-hidden", "true");
    box.dataset.drawn = "1";
  }

  const boxes = (root) => [...root.querySelectorAll("[data-figure]")];
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      draw(entry.target);
    }
  }, { rootMargin: "200px" });

  const redraw = () => boxes(document).filter((box) => box.dataset.drawn).forEach(draw);
  DARK.addEventListener("change", redraw);
  PHONE.addEventListener("change", redraw);
  document.addEventListener("htmx:afterSettle", (event) => boxes(event.detail.elt).forEach((box) => watcher.observe(box)));
  boxes(document).forEach((box) => watcher.observe(box));
  // On paper too what was not scrolled to, as far as the library is there by then.
  const waiting = () => boxes(document).filter((box) => !box.dataset.drawn);
  addEventListener("beforeprint", () => loading && waiting().forEach(draw));
})();
