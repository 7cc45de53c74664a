// In a table of differences: take the other text for one cell. Where the cell is, the
// form says (clash.0, clash.1 …): its row may have moved since.
(function (editor) {
  "use strict";

  function tick(boxes, names) {
    boxes.querySelectorAll("input").forEach(function (box) {
      box.checked = names.indexOf(box.value) !== -1;
    });
  }

  function cellOf(button) {
    var place = editor.form.elements[button.dataset.take];
    return place && place.value ? document.getElementById("f-" + place.value) : null;
  }

  function take(button, cell) {
    if (cell.matches(".boxes")) {
      tick(cell, button.dataset.text.split("\n"));
    } else {
      cell.value = button.dataset.text;
    }
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-take]");
    if (!button) { return; }
    var cell = cellOf(button);
    if (cell) { take(button, cell); }
    button.textContent = cell ? button.dataset.taken : "这一行已不在表中";
    button.disabled = true;
  });
})(window.editor);
