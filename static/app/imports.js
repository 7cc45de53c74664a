// What was typed beside a file stays while the session is lost, or the page is left and
// opened again: kept in this tab only, and forgotten with the file.
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    var form = document.getElementById("import-form");
    var said = document.getElementById("import-kept");
    var key = "perftargets:import:" + form.dataset.key;
    var kept = {};

    function isBox(input) { return input.type === "checkbox"; }

    // The differences that were looked at are the page's own, and so are the buttons.
    function isTyped(input) {
      return input.name && input.type !== "hidden" && input.type !== "submit";
    }

    function put(input) {
      if (!isTyped(input) || !(input.name in kept)) { return false; }
      var name = isBox(input) ? "checked" : "value";
      if (input[name] === kept[input.name]) { return false; }
      input[name] = kept[input.name];
      return true;
    }

    function note(event) {
      if (!isTyped(event.target)) { return; }
      kept[event.target.name] = isBox(event.target) ? event.target.checked : event.target.value;
      try {
        sessionStorage.setItem(key, JSON.stringify(kept));
      } catch (error) { /* storage is full or forbidden */ }
    }

    try {
      kept = JSON.parse(sessionStorage.getItem(key)) || {};
    } catch (error) { /* nothing was kept, or it may not be */ }
    said.hidden = !Array.from(form.elements).filter(put).length;
    said.querySelector("button").addEventListener("click", function () {
      sessionStorage.removeItem(key);
      location.replace(form.action);
    });
    form.addEventListener("input", note);
    form.addEventListener("change", note);
  });
})();
