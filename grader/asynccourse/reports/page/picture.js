// The keys of pictures, and of whatever else scrolls: for the board and for a class's report.
"use strict";

const bars = (svg) => [...svg.querySelectorAll("[role=option]")];

// One stop of the Tab key for each picture, not sixty.
function arm(root) {
  for (const svg of root.querySelectorAll("svg[role=listbox]")) {
    bars(svg).forEach((bar, number) => bar.setAttribute("tabindex", number ? "-1" : "0"));
  }
}

// What scrolls has to be within the reach of keys.
function reachable() {
  for (const block of document.querySelectorAll("pre, .scrolls")) {
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
addEventListener("resize", reachable);
