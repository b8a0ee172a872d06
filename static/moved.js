// On a page that moved: leads to where it is now, and the part of the address behind the # goes along. Without scripts the page's own
// refresh leads there, which cannot take that part with it.
'use strict';
const { to } = document.currentScript.dataset;
location.replace(to.includes('#') ? to : to + location.hash);
