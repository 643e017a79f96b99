// The page as the server drew it works by itself; this keeps it up to date and adds the keys.
"use strict";

const say = document.getElementById("say");
const busy = document.getElementById("busy");
const main = document.getElementById("exercise");
const drawn = {}; // each part as the server drew it last
let chosen = null; // the test whose picture the reader asked for
let latest = 0; // the number of the last refresh: an older answer is not shown over a newer one

// ---------------------------------------------------------------------------- what is new

async function refresh() {
  const number = ++latest;
  const answer = await fetch(location.pathname, { cache: "no-store" });
  if (!answer.ok) throw new Error(await answer.text());
  const text = await answer.text();
  if (number !== latest) return;
  show(new DOMParser().parseFromString(text, "text/html"));
}

// Replaces only the parts that differ: who reads the text keeps the place, and the keys theirs.
function show(page) {
  const moved = main.dataset.exercise !== page.getElementById("exercise").dataset.exercise;
  const at = document.activeElement?.id;
  document.title = page.title;
  main.dataset.exercise = page.getElementById("exercise").dataset.exercise;
  for (const part of page.querySelectorAll("[data-part]")) {
    const ours = document.getElementById(part.id);
    if (drawn[part.id] === part.innerHTML) continue;
    drawn[part.id] = part.innerHTML;
    ours.replaceChildren(...part.childNodes);
    if (moved) ours.scrollTop = 0;
    if (part.id === "verdict") mark(ours);
  }
  if (moved) chosen = null;
  prepare();
  if (at && document.activeElement === document.body) document.getElementById(at)?.focus();
}

function mark(part) {
  part.classList.remove("fresh");
  void part.offsetWidth; // lets the animation begin anew
  part.classList.add("fresh");
}

function listen() {
  const news = new EventSource("/events");
  let lost = false;
  news.onopen = () => {
    if (lost) refresh().then(() => tell(""), trouble);
    lost = false;
  };
  news.onerror = () => {
    lost = true;
    working("");
    tell("The board isn't running: type asynccourse board in a terminal.", "bad");
  };
  news.onmessage = (message) => hear(JSON.parse(message.data));
  addEventListener("pagehide", () => news.close());
}

function hear(news) {
  if (news.kind === "judging") working(`judging ${news.exercise} …`);
  else if (news.kind === "tested") working(`judging ${news.exercise}: ${news.said}`);
  else refresh().then(() => heard(news), trouble);
}

function heard(news) {
  if (news.kind === "changed") return;
  working("");
  tell(news.said, news.good ? "good" : "bad");
}

function trouble(error) {
  working("");
  tell(error.message, "bad");
}

function tell(text, kind = "") {
  say.textContent = text;
  say.className = `say ${kind}`;
}

function working(text) {
  busy.textContent = text;
  busy.hidden = !text;
}

// ---------------------------------------------------------------------------- the pictures

const bars = (svg) => [...svg.querySelectorAll("[role=option]")];

// What a page that was just drawn needs: one stop of the Tab key for each picture, not sixty.
function prepare() {
  for (const svg of document.querySelectorAll("svg[role=listbox]")) {
    bars(svg).forEach((bar, number) => bar.setAttribute("tabindex", number ? "-1" : "0"));
  }
  const select = document.getElementById("test");
  const wanted = [...(select?.options ?? [])].find((option) => option.text.slice(2) === chosen);
  if (wanted) select.value = wanted.value;
  picture();
  reachable();
}

function picture() {
  const value = document.getElementById("test")?.value;
  for (const figure of document.querySelectorAll(".picture")) figure.hidden = figure.id !== value;
}

// What scrolls has to be within the reach of keys.
function reachable() {
  for (const block of document.querySelectorAll("pre, .text, .contents")) {
    if (block.scrollWidth > block.clientWidth || block.scrollHeight > block.clientHeight) {
      block.tabIndex = 0;
    } else block.removeAttribute("tabindex");
  }
}

function point(bar) {
  const svg = bar.closest("svg");
  for (const other of bars(svg)) {
    other.setAttribute("aria-selected", String(other === bar));
    other.setAttribute("tabindex", other === bar ? "0" : "-1");
  }
  svg.parentElement.querySelector(".told").textContent = bar.getAttribute("aria-label");
}

function step(event, bar) {
  const all = bars(bar.closest("svg"));
  const at = all.indexOf(bar);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowLeft: at - 1 };
  const found = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : to[event.key];
  if (found === undefined) return;
  event.preventDefault();
  all[Math.max(0, Math.min(found, all.length - 1))].focus();
}

// ------------------------------------------------------------------------------- the reader

document.addEventListener("focusin", (event) => {
  const bar = event.target.closest("[role=option]");
  if (bar) point(bar);
});
document.addEventListener("pointerover", (event) => {
  const bar = event.target.closest("svg [role=option]");
  if (bar) point(bar);
});
document.addEventListener("keydown", (event) => {
  const bar = event.target.closest("svg [role=option]");
  if (bar) step(event, bar);
});
document.addEventListener("change", (event) => {
  if (event.target.id !== "test") return;
  chosen = event.target.selectedOptions[0].text.slice(2);
  picture();
});
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-post]");
  if (!button) return;
  try {
    const answer = await fetch(button.dataset.post, { method: "POST" });
    if (!answer.ok) trouble(new Error(await answer.text()));
  } catch (error) {
    trouble(error);
  }
});
addEventListener("resize", reachable);

// On a phone the list of exercises is folded away until it is asked for.
const unfold = document.getElementById("unfold");
const narrow = matchMedia("(max-width: 699px)");

function fold(folded) {
  unfold.setAttribute("aria-expanded", String(!folded));
  document.getElementById("contents").hidden = folded;
}

function folding() {
  unfold.hidden = !narrow.matches;
  fold(narrow.matches);
}

unfold.addEventListener("click", () => fold(unfold.getAttribute("aria-expanded") === "true"));
narrow.addEventListener("change", folding);
folding();

for (const part of document.querySelectorAll("[data-part]")) drawn[part.id] = part.innerHTML;
document.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
prepare();
listen();
