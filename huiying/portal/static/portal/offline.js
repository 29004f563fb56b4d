// Keeps the first page of the report form and what it needs on the device, so that somebody without a
// line can write; it is sent later. It keeps nothing that was typed and no other page.
const CACHE = "report-1";
const PAGE = "/report/";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add(new Request(PAGE, { credentials: "same-origin" }))));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const old = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  };
  event.waitUntil(old().then(() => self.clients.claim()));
});

const fresh = async (request) => {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    const { pathname } = new URL(request.url);
    if (answer.ok && (pathname === PAGE || pathname.startsWith("/static/"))) cache.put(request.mode === "navigate" ? PAGE : request, answer.clone());
    return answer;
  } catch (fault) {
    const kept = await cache.match(request.mode === "navigate" ? PAGE : request);
    if (kept) return kept;
    throw fault;
  }
};

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).origin !== location.origin) return;
  event.respondWith(fresh(event.request));
});
