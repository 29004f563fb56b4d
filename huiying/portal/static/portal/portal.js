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

// A suggestion is taken over into its field, and nowhere without this press.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-choose]");
  if (!button) return;
  const field = document.getElementById(button.dataset.choose);
  field.value = button.dataset.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
});

// What was suggested goes with the words it rests on, and when no answer comes: nothing stale can be taken.
const likely = document.querySelector("[data-likely]");
if (likely) {
  const clear = () => likely.replaceChildren();
  const plain = (words) => words.normalize("NFKC").toLowerCase();
  likely.closest("form").addEventListener("input", (event) => {
    const because = likely.querySelector("[data-because]")?.dataset.because;
    if (!because || !["text", "title"].includes(event.target.name)) return;
    const { text, title } = event.currentTarget.elements;
    const typed = plain(`${title.value}\n${text.value}`);
    if (because.split("|").some((word) => !typed.includes(plain(word)))) clear();
  });
  for (const fault of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) likely.addEventListener(fault, clear);
}

// The position of the device, when somebody asks for it to go with the report.
for (const line of document.querySelectorAll("[data-locate]")) {
  if (!navigator.geolocation || !isSecureContext) continue;
  const [latitude, longitude] = line.dataset.locate.split(" ").map((id) => document.getElementById(id));
  const said = line.querySelector("[role=status]");
  line.hidden = false;
  if (latitude.value) said.textContent = line.dataset.found;
  line.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        latitude.value = coords.latitude.toFixed(5);
        longitude.value = coords.longitude.toFixed(5);
        said.textContent = line.dataset.found;
      },
      () => (said.textContent = line.dataset.failed),
      { timeout: 15000 },
    );
  });
}

// A voice message recorded on the spot joins the files to be sent.
for (const line of document.querySelectorAll("[data-record]")) {
  const files = document.getElementById(line.dataset.record);
  if (!files || !navigator.mediaDevices || !window.MediaRecorder) continue;
  const button = line.querySelector("button");
  const label = button.querySelector("span");
  const said = line.querySelector("[role=status]");
  let recorder;
  line.hidden = false;
  const stop = () => recorder && recorder.state !== "inactive" && recorder.stop();
  button.addEventListener("click", async () => {
    if (recorder && recorder.state === "recording") return stop();
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      said.textContent = line.dataset.failed;
      return;
    }
    const pieces = [];
    recorder = new MediaRecorder(stream);
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      stream.getTracks().forEach((track) => track.stop());
      const kind = recorder.mimeType.includes("mp4") ? "m4a" : recorder.mimeType.includes("ogg") ? "ogg" : "webm";
      const all = new DataTransfer();
      for (const file of files.files) all.items.add(file);
      all.items.add(new File(pieces, `voice.${kind}`, { type: recorder.mimeType }));
      files.files = all.files;
      label.textContent = line.dataset.start;
      said.textContent = line.dataset.done;
    });
    recorder.start();
    setTimeout(stop, 180000);
    label.textContent = line.dataset.stop;
    said.textContent = line.dataset.recording;
  });
}
