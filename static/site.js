// On every page: large type where the reader asked for it, the site kept for use off line, a word when there is a new version, and
// one where the page's review is overdue. On a guide that asks whether it is useful: the answer goes to the service.
// A page reads as well without it.
'use strict';
const here = document.currentScript.dataset;
const LARGE = 'jifen large';
const policy = window.trustedTypes
  ? trustedTypes.createPolicy('jifen', { createScriptURL: url => url })
  : { createScriptURL: url => url };

function kept(name) {
  try { return localStorage.getItem(name); } catch { return null; } // a browser that keeps nothing
}

if (kept(LARGE)) document.documentElement.dataset.large = 'true';

addEventListener('DOMContentLoaded', () => {
  const box = document.querySelector('.large input');
  box.checked = Boolean(kept(LARGE));
  box.parentElement.hidden = false;
  box.addEventListener('change', () => {
    if (box.checked) document.documentElement.dataset.large = 'true';
    else delete document.documentElement.dataset.large;
    try { box.checked ? localStorage.setItem(LARGE, 'yes') : localStorage.removeItem(LARGE); } catch { /* then for this page alone */ }
  });
  const today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10); // in Shanghai
  for (const word of document.querySelectorAll('[data-until]')) word.hidden = word.dataset.until >= today;
  const useful = document.querySelector('form[data-page]');
  if (useful) {
    useful.hidden = false;
    useful.addEventListener('submit', send);
  }
  // The calculator keeps the site once its own program runs, so that the two do not share a slow line.
  if (!document.getElementById('facts')) addEventListener('load', keepSite);
});

// send sends what a reader says of the page. Nothing goes along that says who it is.
async function send(event) {
  event.preventDefault();
  const form = event.target, { to, page, thanks, failed } = form.dataset, button = form.querySelector('button'), told = form.querySelector('[role=status]');
  const helpful = form.elements.helpful.value, comment = form.elements.comment.value.trim();
  if (button.getAttribute('aria-disabled')) return; // it is on its way
  button.setAttribute('aria-disabled', 'true'); // disabled would take the keyboard away
  told.textContent = '';
  try {
    const answer = await fetch(to, {
      method: 'POST', credentials: 'omit', headers: { 'Content-Type': 'application/json', 'Accept-Language': document.documentElement.lang },
      body: JSON.stringify({ page, ...(helpful && { helpful: helpful === 'true' }), ...(comment && { comment }) }),
    });
    if (answer.ok) {
      form.replaceChildren(told);
      told.textContent = thanks;
    } else {
      const problem = await answer.json();
      told.textContent = problem.errors?.map(e => e.message).join(' ') || problem.title;
    }
  } catch {
    told.textContent = failed;
  }
  button.removeAttribute('aria-disabled');
  told.focus();
}

// keepSite keeps the site, and announces a version that waits to take over. It takes over when the reader says so, or when no
// page of the old one is open any more; until then old pages have their old files.
async function keepSite() {
  if (!('serviceWorker' in navigator)) return;
  const site = await navigator.serviceWorker.register(policy.createScriptURL(here.worker));
  const tell = worker => worker?.addEventListener('statechange', () => {
    if (worker.state === 'installed' && navigator.serviceWorker.controller) announce(worker);
  });
  if (site.waiting && navigator.serviceWorker.controller) announce(site.waiting);
  tell(site.installing);
  site.addEventListener('updatefound', () => tell(site.installing));
}

function announce(worker) {
  const bar = document.querySelector('.new');
  bar.hidden = false;
  bar.querySelector('button').onclick = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      // What was filled in goes along in the address, on this device alone.
      const answers = window.jifen?.link?.();
      if (answers) location.hash = answers;
      location.reload();
    });
    worker.postMessage('take over');
  };
}
