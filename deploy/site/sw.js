/**
 * The service worker that keeps the site for when there is no network. The build writes two lines above: VERSION, which
 * changes with any file, and FILES, a digest of each by its address. A new version takes from the old one what is the
 * same in both. Who saves data keeps only the pages that they visit.
 */
const PREFIX = `backpropagation ${registration.scope} `; // other sites may share the origin
const NAME = PREFIX + VERSION;
const DIGEST = "x-digest";
const savesData = Boolean(navigator.connection?.saveData);

addEventListener("install", (event) => event.waitUntil(keepAll()));
addEventListener("activate", (event) => event.waitUntil(forgetOld()));
addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(registration.scope)) event.respondWith(answer(event.request));
});

async function keepAll() {
  const cache = await caches.open(NAME);
  const old = await oldCaches();
  for (const [address, digest] of savesData ? [] : Object.entries(FILES)) {
    const same = await among(old, address, digest);
    await cache.put(address, same ?? marked(await fetched(address), digest));
  }
  await skipWaiting();
}

/** The same file in an older version, if it has it. */
async function among(old, address, digest) {
  for (const cache of old) {
    const kept = await cache.match(address);
    if (kept?.headers.get(DIGEST) === digest) return kept;
  }
}

async function fetched(address) {
  const response = await fetch(address, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

/** A response that says which file it is. It is made anew: a page must not be a response that was redirected. */
function marked(response, digest) {
  const headers = new Headers(response.headers);
  headers.set(DIGEST, digest);
  return new Response(response.body, { headers });
}

const oldCaches = async () => Promise.all((await oldNames()).map((name) => caches.open(name)));
const oldNames = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);

async function forgetOld() {
  for (const name of await oldNames()) await caches.delete(name);
  await clients.claim();
}

async function answer(request) {
  const cache = await caches.open(NAME);
  const isPage = request.mode === "navigate";
  const address = isPage && request.url === registration.scope ? "index.html" : request;
  const kept = await cache.match(address, { ignoreSearch: isPage }); // an explorer's numbers stand in its address
  if (kept) return kept;
  const response = await fetch(request);
  if (savesData && response.ok) await cache.put(request, response.clone());
  return response;
}
