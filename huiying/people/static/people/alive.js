// A long text may take longer than an idle session lives: while somebody types, the session is used.
const EVERY = 5 * 60 * 1000;
let last = Date.now();
addEventListener("input", () => {
  if (Date.now() - last < EVERY) return;
  last = Date.now();
  fetch("/account/alive/", { credentials: "same-origin" }).catch(() => {});
});
