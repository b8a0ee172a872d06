// Keeps the whole site for use off line. VERSION and FILES are written in front of this text when the site is built.
// Pages come from the network while there is one, so that nobody reads an old rule; what a page loads is named by its hash,
// so an old page never gets a new file nor the other way round.
'use strict';
const KEEP = 'jifen-' + VERSION;

self.addEventListener('install', event => {
  event.waitUntil(caches.open(KEEP).then(cache => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', event => {
  event.waitUntil(caches.keys()
    .then(keys => Promise.all(keys.filter(k => k.startsWith('jifen-') && k !== KEEP).map(k => caches.delete(k))))
    .then(() => self.clients.claim()));
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || url.pathname.includes('/v1/') || url.pathname.startsWith('/preview')) return;
  if (url.pathname.includes('/assets/')) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then(kept => kept || fetch(request)));
  } else if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match(url.origin + url.pathname, { ignoreVary: true }).then(kept => kept || Response.error())));
  } else {
    event.respondWith(fetch(request).catch(() => caches.match(request, { ignoreVary: true })));
  }
});
