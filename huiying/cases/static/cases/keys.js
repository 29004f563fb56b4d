// Letters for lists: J and K move, Enter opens, X ticks, other letters press what carries them. Everything
// is also a link or a button. Letters rest while somebody types, and can be switched off (WCAG 2.1.4).
const OFF = "letters-off";
const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")];
const typing = (target) =>
  target.closest?.("textarea, select, [contenteditable]") ||
  (target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type));

function current() {
  return document.activeElement?.closest?.("[data-row]") ?? null;
}

function move(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
  all[next].focus();
  all[next].scrollIntoView({ block: "nearest" });
}

function press(letter) {
  const target =
    current()?.querySelector(`[data-key="${letter}"]`) ??
    document.querySelector(`main [data-key="${letter}"]:not([data-row] [data-key])`);
  target?.click();
  return Boolean(target);
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  x: () => current()?.querySelector('input[type="checkbox"]')?.click(),
  "/": () => document.querySelector("#top-search")?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (localStorage.getItem(OFF) && event.key !== "?") return;
  const row = current();
  if (event.key === "Enter" && row && document.activeElement === row) {
    row.querySelector("[data-open]")?.click();
    return;
  }
  const letter = event.key.toLowerCase();
  if (acts[letter]) {
    acts[letter]();
    event.preventDefault();
  } else if (/^[a-z]$/.test(letter) && press(letter)) event.preventDefault();
});

const letters = document.querySelector("[data-letters]");
if (letters) {
  letters.checked = !localStorage.getItem(OFF);
  letters.addEventListener("change", () => {
    if (letters.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  });
}

const ticks = () => [...document.querySelectorAll('input[type="checkbox"][form="bulk"]')];
const count = document.querySelector("[data-ticked]");
function tell() {
  if (!count) return;
  const number = ticks().filter((each) => each.checked).length;
  count.textContent = String(number);
  count.hidden = !number;
}
document.addEventListener("change", (event) => {
  if (event.target.matches?.('input[form="bulk"]')) tell();
});
const all = document.querySelector("[data-tick-all]");
if (all) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const found = ticks();
    const on = found.some((each) => !each.checked);
    for (const each of found) each.checked = on;
    tell();
  });
}
window.addEventListener("pageshow", tell);
