// Looks through the text of the site as it is typed. Every word must stand in a part, wherever; what has it in its heading comes first.
'use strict';
const index = document.currentScript.dataset;
const MOST = 30; // parts that are shown
const BEFORE = 24, AFTER = 90; // letters shown around what was found

// plain lets full and half width, capitals and accents be the same.
const plain = text => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

// pairs are a word's overlapping pairs of letters, by which it is found where it does not stand as it was typed.
const pairs = word => [...word].slice(1).map((c, i) => [...word][i] + c);

// worth says how well a part answers: 0 where a word of the query does not stand in it. What a word means comes before all else.
function worth(part, query, words) {
  if (!words.every(w => part.all.includes(w))) return 0;
  let n = 1;
  if (part.names.includes(query)) n += part.to.includes('/glossary/') ? 2000 : 1000;
  else if (part.page === query && !part.head) n += 900;
  else if (part.head.startsWith(query)) n += 500 - part.head.length;
  else if (part.head.includes(query)) n += 300 - part.head.length;
  for (const w of words) {
    if (part.head.includes(w)) n += 60;
    if (!part.head && part.page.includes(w)) n += 40;
    n += Math.min(part.text.split(w).length - 1, 5);
  }
  return n;
}

// near is for a query that stands nowhere as it is: how many of its pairs a part has, at least half.
function near(part, query) {
  const all = pairs(query.replace(/\s/g, ''));
  const has = all.filter(p => part.all.includes(p)).length;
  return all.length > 1 && has * 2 >= all.length ? has + (all.some(p => part.head.includes(p)) ? 1 : 0) : 0;
}

function find(parts, typed) {
  const query = plain(typed).trim().replace(/\s+/g, ' ');
  if (!query) return null;
  const rank = by => parts.map((part, i) => ({ part, i, n: by(part) })).filter(x => x.n > 0).sort((a, b) => b.n - a.n || a.i - b.i).slice(0, MOST);
  const words = query.split(' ');
  const found = rank(part => worth(part, query, words));
  return { words, list: found.length ? found : rank(part => near(part, query)) };
}

// piece is the text around the first word found, that word marked.
function piece(text, words) {
  const low = plain(text);
  const even = low.length === text.length; // else places in the two are not the same, and nothing is marked
  const at = even ? Math.max(0, ...words.map(w => low.indexOf(w)).slice(0, 1)) : 0;
  const from = Math.max(0, at - BEFORE);
  const p = document.createElement('p');
  const shown = text.slice(from, at + AFTER);
  p.append(from > 0 ? '…' : '');
  const word = even && words.find(w => low.slice(from, at + AFTER).includes(w));
  if (word) {
    const i = low.slice(from, at + AFTER).indexOf(word);
    const mark = document.createElement('mark');
    mark.textContent = shown.slice(i, i + word.length);
    p.append(shown.slice(0, i), mark, shown.slice(i + word.length));
  } else p.append(shown);
  p.append(at + AFTER < text.length ? '…' : '');
  return p;
}

addEventListener('DOMContentLoaded', async () => {
  const field = document.getElementById('q'), list = document.getElementById('results'), told = document.getElementById('found');
  field.value = new URLSearchParams(location.search).get('q') ?? '';
  let parts;
  try {
    parts = await (await fetch(index.index, { integrity: index.integrity })).json();
  } catch {
    told.textContent = told.dataset.failed;
    return;
  }
  for (const part of parts) {
    part.shown = { page: part.page, head: part.head ?? '', text: part.text };
    part.page = plain(part.page);
    part.head = plain(part.head ?? '');
    part.text = plain(part.text);
    part.names = [part.head, ...part.head.split(/[()（）]/).map(name => name.trim())]; // a term may have its other name in brackets
    part.all = part.page + ' ' + part.head + ' ' + part.text;
  }
  const show = () => {
    const found = find(parts, field.value);
    told.textContent = !found ? '' : (found.list.length ? told.dataset.some.replace('{}', found.list.length) : told.dataset.none.replace('{}', field.value.trim()));
    list.replaceChildren(...(found?.list ?? []).map(({ part }) => {
      const item = document.createElement('li'), link = document.createElement('a'), where = document.createElement('span');
      link.href = part.to;
      link.textContent = part.shown.head || part.shown.page;
      where.className = 'from';
      where.textContent = part.shown.head ? part.shown.page : '';
      item.append(link, where, piece(part.shown.text, found.words));
      return item;
    }));
  };
  field.addEventListener('input', show);
  field.form.addEventListener('submit', event => {
    event.preventDefault();
    history.replaceState(null, '', field.value.trim() ? '?q=' + encodeURIComponent(field.value.trim()) : location.pathname);
    show();
    list.querySelector('a')?.focus();
  });
  show();
  document.documentElement.dataset.ready = 'true';
  if (!field.value) field.focus();
});
