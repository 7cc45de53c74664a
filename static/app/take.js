// In a table of differences: take the other text for one cell. Where rows were added,
// moved or removed since, the button follows its row.
(function (editor) {
  "use strict";

  var ROW = /^(overall\.)?(indicators|goals|sub_goals|measures)\.(\d+)(?=\.|$)/;

  function renamed(path, moved) {
    var found = ROW.exec(path);
    if (!found || !moved[found[2]]) { return path; }
    var place = moved[found[2]][Number(found[3])];
    if (typeof place !== "number") { return ""; }
    return path.replace(ROW, (found[1] || "") + found[2] + "." + place);
  }

  // ``moved``: {part: [the new place of each row, null if it is gone]}.
  editor.follow = function (moved) {
    document.querySelectorAll("[data-take]").forEach(function (button) {
      var path = renamed(button.dataset.take, moved);
      button.dataset.take = path;
      button.disabled = !path || button.hasAttribute("data-taken");
      button.title = path ? "" : "这一行已不在表中";
    });
  };

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
})(window.editor);
