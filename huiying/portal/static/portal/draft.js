// What was typed stays on this device until it is sent, also when the line is cut. Nothing leaves it.
const KEPT = "report-draft";
const LIFE = 7 * 24 * 3600 * 1000;
const form = document.querySelector("form[data-draft]");

const read = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) || "null");
    return kept && Date.now() - kept.at < LIFE ? kept : null;
  } catch {
    return null;
  }
};
const forget = () => {
  try {
    localStorage.removeItem(KEPT);
  } catch {}
};

if (document.querySelector("[data-draft-sent]")) forget();

if (form) {
  const skipped = new Set(["csrfmiddlewaretoken", "key", "draft", "kept", "step", "go", "uploads", "shown"]);
  const keep = () => {
    const values = {};
    for (const [name, value] of new FormData(form)) {
      if (!skipped.has(name) && typeof value === "string" && value) values[name] = value;
    }
    const text = values.text || "";
    if (!text && !(read() || {}).values?.text) return;
    try {
      localStorage.setItem(KEPT, JSON.stringify({ at: Date.now(), values: { ...(read()?.values || {}), ...values } }));
    } catch {}
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);

  const offer = document.querySelector("[data-draft-offer]");
  const kept = read();
  const text = form.elements.namedItem("text");
  if (offer && kept?.values.text && !(text && text.value)) {
    offer.hidden = false;
    offer.querySelector("[data-draft-text]").textContent = kept.values.text.slice(0, 60);
    offer.querySelector("[data-draft-take]").addEventListener("click", () => {
      for (const [name, value] of Object.entries(kept.values)) {
        let field = form.elements.namedItem(name);
        if (field instanceof RadioNodeList) {
          field.value = value;
          continue;
        }
        if (!field) {
          field = document.createElement("input");
          field.type = "hidden";
          field.name = name;
          form.append(field);
        }
        if (field.type === "checkbox") field.checked = true;
        else field.value = value;
      }
      offer.hidden = true;
    });
    offer.querySelector("[data-draft-drop]").addEventListener("click", () => {
      forget();
      offer.hidden = true;
    });
  }

  // Without a line the form is not sent into nothing: it says so and keeps everything.
  const cut = document.querySelector("[data-offline]");
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    keep();
    cut.hidden = false;
    cut.focus();
  });
  addEventListener("online", () => cut && (cut.hidden = true));
}

if ("serviceWorker" in navigator && isSecureContext) navigator.serviceWorker.register("/offline.js", { scope: "/report/" });
