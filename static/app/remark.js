// A click on a cell of the form chooses it for a remark; without this file the cell is
// chosen from the list.
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    var paper = document.querySelector(".paper");
    var path = document.getElementById("remark-path");
    if (!paper || !path) { return; }
    paper.classList.add("can-remark");
    paper.addEventListener("click", function (event) {
      var cell = event.target.closest("[data-field]");
      if (!cell || event.target.closest("a")) { return; }
      path.value = cell.dataset.field;
      if (path.value !== cell.dataset.field) { return; }
      var chosen = paper.querySelector(".remarked");
      if (chosen) { chosen.classList.remove("remarked"); }
      cell.classList.add("remarked");
      document.getElementById("remark-text").focus();
    });
  });
})();
