// A link with data-dialog opens the <dialog> it points to; without this file the link's :target shows it.
const opener = (event) => event.target.closest?.("[data-dialog]");

function open(event) {
  const link = opener(event);
  const dialog = link && document.getElementById(link.dataset.dialog);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  open(event);
  const close = event.target.closest?.("[data-close]");
  const dialog = close?.closest("dialog");
  if (dialog?.open) {
    event.preventDefault();
    dialog.close();
  }
  if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close(); // the veil
});

document.addEventListener("keydown", (event) => {
  if (event.key === " " && opener(event)) open(event);
});

// Menus made of <details> close on Escape and on a press elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.person-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.person-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A server answer with the header HX-Trigger: {"toast": {"text": "…", "tone": "success"}} shows a short message.
document.addEventListener("toast", (event) => {
  const box = document.createElement("div");
  box.className = `notice ${event.detail.tone ?? "info"}`;
  box.textContent = event.detail.text ?? event.detail.value;
  document.getElementById("toasts").append(box);
  setTimeout(() => box.remove(), 8000);
});
