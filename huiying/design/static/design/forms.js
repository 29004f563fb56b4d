// A form is sent once; what was typed survives a reload; error suggestions fill the field.
const DRAFT = "draft:";
const UNDERWAY = "drafts-underway";

// Several forms of one page may each have a field of the same name; their addresses tell them apart.
function keyOf(area) {
  const form = area.form?.getAttribute("id") || area.form?.getAttribute("action") || "";
  return `${DRAFT}${location.pathname}:${form}:${area.name}`;
}

// What was sent is dropped on the page with which the server answers. Whoever comes back because the line
// was cut, or from a page that only refuses, finds it where it was typed.
const here = () => location.href.split("#")[0];
const { from, keys = [] } = JSON.parse(sessionStorage.getItem(UNDERWAY) ?? "{}");
if (from && document.referrer === from && !document.querySelector("[data-refused]")) {
  for (const key of keys) sessionStorage.removeItem(key);
}
window.addEventListener("pageshow", () => sessionStorage.removeItem(UNDERWAY));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.dataset.sent) {
    if (form.dataset.sent) event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const sent = [...form.querySelectorAll("textarea[name]")].map(keyOf);
  sessionStorage.setItem(UNDERWAY, JSON.stringify({ from: here(), keys: sent }));
  // After this turn, so that the pressed button's own value is still sent.
  setTimeout(() => {
    for (const button of form.querySelectorAll('button:not([type="button"])')) {
      button.classList.add("is-busy");
      button.setAttribute("aria-disabled", "true");
    }
  });
});

// While a form is under way, parts of the page do not ask for news of what it is about to change.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.querySelector("form[data-sent]")) event.preventDefault();
});

// Back button: the page may come out of the browser's memory with its buttons still locked.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll(".is-busy")) {
      button.classList.remove("is-busy");
      button.removeAttribute("aria-disabled");
    }
  }
});

document.addEventListener("input", (event) => {
  const area = event.target;
  if (!(area instanceof HTMLTextAreaElement) || !area.name) return;
  count(area);
  if (area.dataset.draft !== "no") sessionStorage.setItem(keyOf(area), area.value);
});

function count(area) {
  const counter = area.closest(".field")?.querySelector(".field-count");
  if (!counter) return;
  const [typed, most] = [[...area.value].length, Number(counter.dataset.most)];
  counter.textContent = `${typed} / ${most}`;
  counter.classList.toggle("is-over", typed > most);
}

for (const area of document.querySelectorAll("textarea[name]")) {
  const kept = sessionStorage.getItem(keyOf(area));
  if (kept && !area.value && area.dataset.draft !== "no") area.value = kept;
  count(area);
}

document.addEventListener("click", (event) => {
  const suggestion = event.target.closest?.("[data-fill]");
  if (!suggestion) return;
  const field = document.getElementById(suggestion.dataset.fill);
  field.value = suggestion.textContent.trim();
  field.focus();
});

document.querySelector(".error-summary")?.focus();
