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

// What a page that was just drawn needs.
function prepare() {
  arm(document);
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

// ------------------------------------------------------------------------------- the reader

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
