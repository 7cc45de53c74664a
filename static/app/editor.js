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

  // After adding a row the cursor stands in it; after moving one it stays with it.
  function cellAfter(operation) {
    var parts = operation.split(".");
    var step = { add: 1, down: 1, up: -1, remove: 0 }[parts[2]];
    var index = Math.max(0, Number(parts[1]) + step);
    var names = { indicators: "f-indicators." + index + ".tier3", goals: "f-goals." + index };
    return names[parts[0]] || "f-overall." + parts[0] + "." + index + ".title";
  }

  // Send the form as it is on the screen; the server answers with it changed, unsaved.
  function change(form, values, focus) {
    window.htmx.ajax("POST", form.getAttribute("action"), {
      source: form, values: values, target: "#paper", select: "#paper", swap: "outerHTML"
    });
    document.body.addEventListener("htmx:afterSwap", function () {
      unsaved = true;
      growAll(document);
      var cell = document.getElementById(focus);
      if (cell) { cell.focus(); }
    }, { once: true });
  }

  function onSubmit(event) {
    var button = event.submitter;
    if (button && button.hasAttribute("data-row-op")) {
      event.preventDefault();
      change(event.target, { op: button.value }, cellAfter(button.value));
    } else {
      unsaved = false;
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    var form = document.getElementById("editor");
    unsaved = form.dataset.unsaved === "true";
    growAll(form);
    form.addEventListener("input", function (event) {
      unsaved = true;
      if (event.target.matches("textarea.cell")) { grow(event.target); }
    });
    form.addEventListener("submit", onSubmit);
    document.addEventListener("row-operation", function (event) {
      var wish = event.detail;
      change(form, { op: wish.op, pasted: wish.pasted }, wish.focus);
    });
    window.addEventListener("beforeunload", function (event) {
      if (unsaved) { event.preventDefault(); event.returnValue = ""; }
    });
  });
})();
