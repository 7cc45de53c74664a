// An opinion that was typed stays while a remark, an answer or the 审核表 reloads the page;
// it is forgotten once something was decided with it. Kept in this tab only.
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    var form = document.querySelector("form.deciding");
    if (!form) { return; }
    var key = "perftargets:opinion:" + form.dataset.key;
    var inputs = form.querySelectorAll("textarea, input[name='number']");
    var decided = false;

    // What a refused page brings back was typed, too.
    function typed() {
      var found = {};
      inputs.forEach(function (input) {
        var isTyped = input.value !== input.defaultValue || "typed" in form.dataset;
        if (isTyped) { found[input.name] = input.value; }
      });
      return found;
    }

    function restore() {
      try {
        var kept = JSON.parse(sessionStorage.getItem(key)) || {};
        inputs.forEach(function (input) {
          if (input.name in kept) { input.value = kept[input.name]; }
        });
      } catch (error) { /* nothing was kept, or it may not be */ }
    }

    restore();
    form.addEventListener("submit", function () { decided = true; });
    window.addEventListener("pagehide", function () {
      try {
        if (decided) { sessionStorage.removeItem(key); return; }
        sessionStorage.setItem(key, JSON.stringify(typed()));
      } catch (error) { /* storage is full or forbidden */ }
    });
  });
})();
