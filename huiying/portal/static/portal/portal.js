// Copying and printing the receipt. The page is complete without it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const parts = button.dataset.copy.split(" ").map((id) => document.getElementById(id).textContent.trim());
    await navigator.clipboard.writeText(parts.join("  "));
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: button.dataset.copied, tone: "success" } }));
  });
}
