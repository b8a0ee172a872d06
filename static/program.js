// Starts the page's browser program.
'use strict';
const tag = document.currentScript.dataset;

async function start() {
  const go = new Go();
  const options = { integrity: tag.integrity };
  let program;
  try {
    program = await WebAssembly.instantiateStreaming(fetch(tag.program, options), go.importObject);
  } catch {
    // A host that names the wrong media type, or a browser without streaming: take the bytes whole.
    const response = await fetch(tag.program, options);
    program = await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
  }
  go.run(program.instance);
}

// A link to the table at the foot of the page opens it, in browsers that do not do so by themselves.
addEventListener('hashchange', () => {
  if (location.hash === '#wages') document.getElementById('wages-table').open = true;
});

// A browser that keeps no site runs the program all the same.
start().then(() => { keepSite().catch(() => {}); }, () => {
  document.getElementById('verdict').textContent = tag.failed;
});
