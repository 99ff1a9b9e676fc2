// Draws a sheet. All text is untrusted: it goes in through textContent alone.
const MARKS = { error: "✗", warning: "⚠", info: "·" };

function element(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// A line's number takes no more room than it needs; other muted text, such as YAML, does.
function isNarrow(pieces) {
  return pieces.every(([text, role]) => role === "muted" && /^\d*$/.test(text));
}

// Cells are wrapped between words: a column is as wide as its longest word, up to a limit.
const WIDEST_WORD = 24;
const WORDS = /\s+|(?<=[-/=,.])/;
const LONG_WORDS = new RegExp(`\\S{${WIDEST_WORD},}`);

// Long words, such as paths of fields, may be broken after their signs.
function breakable(node, text) {
  if (!LONG_WORDS.test(text)) return node;
  node.replaceChildren();
  for (const part of text.split(/(?<=[-/=,.])/)) node.append(part, element("wbr"));
  return node;
}

// A row of one cell before empty ones is a heading over all of them.
function isHeading(cells) {
  return cells.length > 1 && cells.every((pieces, at) => !at === pieces.some(([text]) => text));
}

function wordWidths(columns, rows) {
  const widths = columns.map(() => 0);
  for (const [, cells] of rows) {
    if (isHeading(cells)) continue;
    cells.forEach((pieces, at) => {
      const words = pieces.map(([text]) => text).join("").split(WORDS);
      for (const word of words) widths[at] = Math.max(widths[at] ?? 0, word.length);
    });
  }
  return widths.map((width) => `calc(${Math.min(width, WIDEST_WORD)}ch + 12px)`);
}

const SHORT_CAUSE = 40;

// A column without a title whose cells are marks takes no more room than they need.
const WIDEST_MARK = 10;

function isOfMarks(rows, at) {
  return rows.every(([, cells]) => isHeading(cells)
    || (cells[at] ?? []).map(([text]) => text).join("").length <= WIDEST_MARK);
}

function cell(pieces) {
  const node = element("td", isNarrow(pieces) ? "wb-narrow" : "");
  for (const [text, role] of pieces) {
    const short = role === "cause" && text.length <= SHORT_CAUSE ? " wb-short" : "";
    node.append(breakable(element("span", role ? `wb-${role}${short}` : "", text), text));
  }
  return node;
}

function table(model) {
  const { columns, rows } = model.get("sheet");
  const node = element("table", "wb-sheet");
  if (columns.some((title) => title)) {
    const head = element("tr");
    columns.forEach((title, at) => {
      head.append(element("th", title || !isOfMarks(rows, at) ? "" : "wb-narrow", title));
    });
    node.createTHead().append(head);
  }
  const body = node.createTBody();
  const widths = wordWidths(columns, rows);
  rows.forEach(([kind, cells], index) => {
    const row = element("tr", `wb-row-${kind}`);
    row.dataset.row = index;
    const shown = isHeading(cells) ? cells.slice(0, 1) : cells;
    shown.forEach((pieces, at) => {
      const made = cell(pieces);
      if (shown.length === cells.length) made.style.minWidth = widths[at];
      else made.colSpan = cells.length;
      row.append(made);
    });
    body.append(row);
  });
  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    if (!row) return;
    body.querySelector(".wb-selected")?.classList.remove("wb-selected");
    row.classList.add("wb-selected");
    model.set("selected", Number(row.dataset.row));
    model.save_changes();
  });
  return node;
}

function render({ model, el }) {
  el.classList.add("wb");
  const draw = () => {
    const parts = [element("div", "wb-title", model.get("title"))];
    for (const [severity, text] of model.get("notes")) {
      parts.push(element("div", `wb-note wb-${severity}`, `${MARKS[severity] ?? ""} ${text}`));
    }
    const frame = element("div", "wb-frame");
    frame.append(table(model));
    parts.push(frame);
    el.replaceChildren(...parts);
  };
  const events = ["change:sheet", "change:title", "change:notes"];
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => { waiting = false; draw(); });
  };
  for (const name of events) model.on(name, later);
  draw();
  return () => { for (const name of events) model.off(name, later); };
}

export default { render };
