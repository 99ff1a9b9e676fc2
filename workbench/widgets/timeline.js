// Draws phases and windows on one axis. All text is untrusted: it goes in through textContent alone.
function element(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function percent(seconds, last) {
  return `${Math.min(Math.max((seconds / last) * 100, 0), 100)}%`;
}

function line(row, last, time) {
  const node = element("div", "wb-line");
  node.append(element("span", "wb-phase", row.name), element("span", "wb-lasts", row.length));
  const track = element("div", "wb-track");
  const bar = element("div", `wb-bar wb-bar-${row.kind}${row.open ? " wb-open" : ""}`);
  bar.style.left = `min(${percent(row.begin, last)}, calc(100% - 3px))`;
  bar.style.width = percent(Math.min(row.end, last) - row.begin, last);
  const here = element("div", "wb-here");
  here.style.left = percent(time, last);
  track.append(bar, here);
  node.append(track);
  const text = element("div", "wb-text", row.text);
  if (row.by) text.append(element("span", "wb-by", ` ← ${row.by}`));
  return [node, text];
}

function render({ model, el }) {
  el.classList.add("wb-timeline");
  const draw = () => {
    const { title, note, warnings, rows, last } = model.get("run");
    const time = model.get("time");
    const parts = [element("div", "wb-head", title)];
    if (note) parts.push(element("div", "wb-text", note));
    for (const row of rows) parts.push(...line(row, last, time));
    for (const warning of warnings) parts.push(element("div", "wb-text wb-warned", `⚠ ${warning}`));
    el.replaceChildren(...parts);
  };
  const move = () => {
    const { last } = model.get("run");
    for (const node of el.querySelectorAll(".wb-here")) {
      node.style.left = percent(model.get("time"), last);
    }
  };
  model.on("change:run", draw);
  model.on("change:time", move);
  draw();
  return () => { model.off("change:run", draw); model.off("change:time", move); };
}

export default { render };
