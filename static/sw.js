// Keeps the whole site for use off line. VERSION and FILES are written in front of this text when the site is built.
// Pages come from the network while there is one, so that nobody reads an old rule; what a page loads is named by its hash,
// so an old page never gets a new file nor the other way round.
'use strict';
const MINE = 'jifen ' + self.registration.scope + ' ';
const KEEP = MINE + VERSION;
const PATIENCE = 4000; // milliseconds for a page to come over the network before the one kept is shown

// A file under assets is named by its hash: one that the browser has is the right one, and is not asked for again.
const fresh = file => new Request(file, { cache: file.includes('/assets/') ? 'default' : 'reload' });

self.addEventListener('install', event => {
  event.waitUntil(caches.open(KEEP).then(cache => cache.addAll(FILES.map(fresh))));
});

// A new version waits until the reader takes it, or until no page of the old one is open.
self.addEventListener('message', event => {
  if (event.data === 'take over') self.skipWaiting();
});

self.addEventListener('activate', event => {
  event.waitUntil(caches.keys()
    .then(keys => Promise.all(keys.filter(k => k.startsWith(MINE) && k !== KEEP).map(k => caches.delete(k))))
    .then(() => self.clients.claim()));
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || url.pathname.includes('/v1/') || url.pathname.startsWith('/preview')) return;
  if (url.pathname.includes('/assets/')) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then(kept => kept || fetch(request)));
  } else if (request.mode === 'navigate') {
    event.respondWith(page(request, url));
  } else {
    event.respondWith(fetch(request).catch(() => caches.match(request, { ignoreVary: true })));
  }
});

// page asks the network, and gives the page kept where that fails or takes too long.
async function page(request, url) {
  const kept = await caches.match(url.origin + url.pathname, { ignoreVary: true });
  if (kept?.redirected && new URL(kept.url).pathname !== url.pathname) return Response.redirect(kept.url); // a page that moved, on a host that says so
  const fresh = fetch(request);
  if (!kept) return fresh;
  const late = new Promise(done => setTimeout(done, PATIENCE, kept));
  return Promise.race([fresh, late]).catch(() => kept);
}
