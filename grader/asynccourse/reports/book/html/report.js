// The page as it was written works by itself; this sorts and filters it, moves the focus from cell
// to cell, and shows what there is to say of a student when it is asked for.

const heat = document.getElementById("heat");
const panel = document.getElementById("panel");
const inside = document.getElementById("inside");
const filter = document.getElementById("filter");
const count = document.getElementById("count");
const at = document.getElementById("at");
const rows = [...heat.tBodies[0].rows];
const exercises = [...heat.tHead.rows[1].cells].slice(2).map((cell) => cell.firstChild);

// -------------------------------------------------------------------------- sort and filter

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const keys = {
  name: (row) => row.cells[0].firstChild.textContent,
  total: (row) => Number(row.cells[1].dataset.value),
};

function sort(button) {
  const head = button.closest("th");
  const first = button.dataset.sort === "total" ? "descending" : "ascending";
  const other = { ascending: "descending", descending: "ascending" };
  const order = other[head.getAttribute("aria-sort")] ?? first;
  for (const cell of heat.querySelectorAll("th[aria-sort]")) {
    cell.setAttribute("aria-sort", cell === head ? order : "none");
  }
  const key = keys[button.dataset.sort];
  const sign = order === "ascending" ? 1 : -1;
  const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
  rows.sort((a, b) => sign * compare(key(a), key(b)) || a.dataset.row - b.dataset.row);
  heat.tBodies[0].append(...rows);
}

const sought = new Map();

// What a row is found by: who it is, and each verdict as `03:not passed, sequential, 3 of 10`.
function words(row) {
  if (!sought.has(row)) {
    const cells = [...row.cells].slice(2).map((cell, column) =>
      `${exercises[column].textContent}:${cell.firstChild.getAttribute("aria-label")}`);
    sought.set(row, [row.cells[0].textContent, row.cells[0].dataset.email, ...cells].join("\n").toLowerCase());
  }
  return sought.get(row);
}

function find() {
  const wanted = filter.value.trim().toLowerCase();
  const parts = wanted.match(/^\d\d:/) ? [wanted] : wanted.split(/\s+/);
  for (const row of rows) row.hidden = !parts.every((part) => words(row).includes(shortcut(row, part)));
  const shown = rows.filter((row) => !row.hidden).length;
  count.textContent = wanted ? `${shown} of ${rows.length}` : "";
  stop(cells()[0][0] ?? null);
}

// `03:hang` means a verdict of that code.
function shortcut(row, part) {
  const code = part.match(/^(\d\d):([a-z_]+)$/);
  return code && words(row).includes(`${code[1]}:not passed, ${code[2]},`) ? "" : part;
}

// ------------------------------------------------------------------------- from cell to cell

// What can be gone to, by rows: the second of the head, and those of the students that are shown.
function cells() {
  const shown = rows.filter((row) => !row.hidden);
  return [heat.tHead.rows[1], ...shown].map((row) =>
    [...row.cells].map((cell) => cell.querySelector("a, button")));
}

// The table is one stop of the Tab key.
function stop(link) {
  for (const other of heat.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
  if (link) link.tabIndex = 0;
}

const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function move(event) {
  const all = cells();
  const row = all.findIndex((links) => links.includes(event.target));
  const column = all[row]?.indexOf(event.target);
  const [down, right] = steps[event.key] ?? [0, 0];
  let [to, where] = [row + down, column + right];
  if (event.key === "Home") [to, where] = [event.ctrlKey ? 0 : row, 0];
  else if (event.key === "End") [to, where] = [event.ctrlKey ? all.length - 1 : row, all[row].length - 1];
  else if (!steps[event.key]) return;
  event.preventDefault();
  all[Math.max(0, Math.min(to, all.length - 1))][Math.max(0, Math.min(where, all[row].length - 1))].focus();
}

function tell(link) {
  const cell = link.closest("td, th");
  const row = link.closest("tbody tr");
  const name = row ? row.cells[0].firstChild.textContent : "";
  const exercise = exercises[cell.cellIndex - 2]?.getAttribute("aria-label") ?? "";
  const said = row && cell.cellIndex ? link.getAttribute("aria-label") : "";
  at.textContent = [name, exercise, said].filter(Boolean).join(" · ");
}

// ---------------------------------------------------------------------------- one student

function show(row, column) {
  const text = document.getElementById(`student-${row}`)?.textContent;
  if (text === undefined) return;
  inside.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
  inside.scrollTop = 0;
  arm(inside);
  const shown = rows.filter((one) => !one.hidden);
  const here = shown.findIndex((one) => one.dataset.row === row);
  offer("before", shown[here - 1]);
  offer("after", here < 0 ? undefined : shown[here + 1]);
  if (!panel.open) panel.showModal();
  const answer = inside.querySelectorAll(".answer")[column];
  const unfolded = answer?.querySelector("details");
  if (unfolded) unfolded.open = true;
  reachable();
  answer?.scrollIntoView({ block: "start" });
  (answer?.querySelector("summary") ?? document.getElementById("who")).focus({ preventScroll: Boolean(answer) });
}

function offer(id, row) {
  const button = document.getElementById(id);
  button.disabled = !row;
  button.dataset.row = row?.dataset.row ?? "";
}

function route() {
  const asked = location.hash.match(/^#(\d+)(?:\/(\d+))?$/);
  if (asked) show(asked[1], asked[2]);
  else if (panel.open) panel.close();
}

function leave() {
  if (/^#\d/.test(location.hash)) history.replaceState(null, "", "#class");
}

// ------------------------------------------------------------------------------ the reader

heat.addEventListener("keydown", move);
heat.addEventListener("focusin", (event) => {
  stop(event.target);
  tell(event.target);
});
heat.addEventListener("pointerover", (event) => {
  const link = event.target.closest("td, th")?.querySelector("a");
  if (link) tell(link);
});
filter.addEventListener("input", find);
panel.addEventListener("close", leave);
panel.addEventListener("toggle", reachable, true);
panel.addEventListener("click", (event) => {
  if (event.target === panel) panel.close();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.sort) sort(button);
  else if (button.dataset.filter) {
    filter.value = button.dataset.filter.replace("not passed, ", "").replace(/,$/, "");
    find();
    document.getElementById("class").scrollIntoView();
    filter.focus();
  } else if (button.id === "hardest") hardest(button);
  else if (button.id === "close") panel.close();
  else if (button.dataset.row) {
    history.replaceState(null, "", `#${button.dataset.row}`);
    route();
  }
});

const counted = document.getElementById("counted");
const course = [...counted.children];

function hardest(button) {
  const pressed = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(pressed));
  const order = [...course];
  if (pressed) order.sort((a, b) => a.dataset.share - b.dataset.share);
  counted.append(...order);
}

addEventListener("hashchange", route);
reachable();
route();
