// What the scripts say, in the language of the page: say("{n} photos", {n: 3}). English where nothing else is known.
(() => {
  "use strict";

  const own = document.getElementById("words");
  const words = own ? JSON.parse(own.textContent) : {};

  window.say = (text, values = {}) =>
    (words[text] || text).replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));
})();
