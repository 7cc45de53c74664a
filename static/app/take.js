// In a table of differences: take the other text for one cell. Where rows were added,
// moved or removed since, rows.js lets the button follow its row.
(function () {
  "use strict";

  function tick(boxes, names) {
    boxes.querySelectorAll("input").forEach(function (box) {
      box.checked = names.indexOf(box.value) !== -1;
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-take]");
    var cell = button && document.getElementById("f-" + button.dataset.take);
    if (!cell) { return; }
    if (cell.matches(".boxes")) {
      tick(cell, button.dataset.text.split("\n"));
    } else {
      cell.value = button.dataset.text;
    }
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    button.textContent = "已" + button.textContent;
    button.setAttribute("data-taken", "");
    button.disabled = true;
  });
})();
