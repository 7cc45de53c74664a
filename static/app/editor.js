// The editor page: cells grow with their text, row buttons change the form without
// loading the page anew, and leaving with unsaved work asks first. Saving and the row
// buttons work without this file too.
(function () {
  "use strict";

  var unsaved = false;

  function grow(area) {
    area.style.overflow = "hidden";
    area.style.height = "auto";
    area.style.height = area.scrollHeight + "px";
  }

  function growAll(root) {
    root.querySelectorAll("textarea.cell").forEach(grow);
  }

  function rowOperation(event) {
    var button = event.submitter;
    if (!button || !button.hasAttribute("data-row-op")) {
      unsaved = false;
      return;
    }
    event.preventDefault();
    window.htmx.ajax("POST", event.target.getAttribute("action"), {
      source: event.target, values: { op: button.value },
      target: "#paper", select: "#paper", swap: "outerHTML"
    });
    document.body.addEventListener("htmx:afterSwap", function () {
      unsaved = true;
      growAll(document);
      focusNear(button.value);
    }, { once: true });
  }

  // After adding a row the cursor stands in it; after moving one it stays with it.
  function focusNear(operation) {
    var parts = operation.split(".");
    var step = { add: 1, down: 1, up: -1, remove: 0 }[parts[2]];
    var index = Math.max(0, Number(parts[1]) + step);
    var stem = { indicators: "f-indicators." + index + ".tier3", goals: "f-goals." + index };
    var item = "f-overall." + parts[0] + "." + index + ".title";
    var cell = document.getElementById(stem[parts[0]] || item);
    if (cell) { cell.focus(); }
  }

  document.addEventListener("DOMContentLoaded", function () {
    var form = document.getElementById("editor");
    if (!form) { return; }
    unsaved = form.dataset.unsaved === "true";
    growAll(form);
    form.addEventListener("input", function (event) {
      unsaved = true;
      if (event.target.matches("textarea.cell")) { grow(event.target); }
    });
    form.addEventListener("submit", rowOperation);
    window.addEventListener("beforeunload", function (event) {
      if (unsaved) { event.preventDefault(); event.returnValue = ""; }
    });
  });
})();
