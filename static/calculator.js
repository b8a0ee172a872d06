// Starts the browser program, and keeps the site for use off line once it runs.
'use strict';
const tag = document.currentScript;
const policy = window.trustedTypes
  ? trustedTypes.createPolicy('jifen', { createScriptURL: url => url })
  : { createScriptURL: url => url };

async function start() {
  const go = new Go();
  const options = { integrity: tag.dataset.integrity };
  let program;
  try {
    program = await WebAssembly.instantiateStreaming(fetch(tag.dataset.program, options), go.importObject);
  } catch {
    // A host that names the wrong media type, or a browser without streaming: take the bytes whole.
    const response = await fetch(tag.dataset.program, options);
    program = await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
  }
  go.run(program.instance);
}

start().then(() => {
  if ('serviceWorker' in navigator) {
    navigator.serviceWorker.register(policy.createScriptURL(tag.dataset.worker));
  }
}).catch(() => {
  document.getElementById('verdict').textContent = tag.dataset.failed;
});
