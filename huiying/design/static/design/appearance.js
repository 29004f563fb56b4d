// Theme and view switch at once, without losing what is typed; without this file the form posts.
const YEAR = 365 * 24 * 3600;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-appearance]");
  const button = event.submitter;
  if (!form || !button || form.dataset.appearance === "language") return;
  event.preventDefault();
  const { name, value } = button;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
  if (name === "theme") {
    document.documentElement.dataset.theme = value;
    for (const other of document.querySelectorAll('button[name="theme"]')) {
      other.setAttribute("aria-pressed", String(other.value === value));
    }
    return;
  }
  // The large-type view shows fewer choices, so the page is drawn again by the server.
  location.reload();
});
