// Turns the server's SVG into a PNG in the browser; without JavaScript the SVG can be fetched.
const SCALE = 3;

function nameOf(answer) {
  const said = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") || "");
  return said ? decodeURIComponent(said[1]) : "figures.svg";
}

async function fetchPng(button) {
  const answer = await fetch(button.dataset.png);
  if (!answer.ok) return;
  const address = URL.createObjectURL(new Blob([await answer.text()], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = (image.naturalWidth || 420) * SCALE;
    canvas.height = (image.naturalHeight || 200) * SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = nameOf(answer).replace(/\.svg$/, ".png");
    link.href = canvas.toDataURL("image/png");
    link.click();
  } finally {
    URL.revokeObjectURL(address);
  }
}

for (const button of document.querySelectorAll("[data-png]")) {
  button.hidden = false;
  button.addEventListener("click", () => fetchPng(button));
}
