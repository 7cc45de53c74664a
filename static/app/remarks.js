// The remarks above the form are shown in their cells as well: a mark on the cell, and
// the words in the line of help while one is in it.
(function () {
  "use strict";

  function said(cell) {
    var found = document.querySelectorAll("#remarks-here [data-cell]");
    return Array.from(found).filter(function (item) {
      return item.dataset.cell === cell.id;
    }).map(function (item) {
      return item.querySelector(".remark-text").textContent;
    }).join("；");
  }

  function mark() {
    document.querySelectorAll("#remarks-here [data-cell]").forEach(function (item) {
      var cell = document.getElementById(item.dataset.cell);
      if (cell) { cell.classList.add("has-remark"); }
    });
  }

  function tell(cell) {
    var line = document.querySelector("#help-line .remark-said");
    if (!line) { return; }
    var words = said(cell);
    line.textContent = words ? "批注：" + words : "";
  }

  document.addEventListener("DOMContentLoaded", function () {
    var paper = document.getElementById("paper");
    if (!paper) { return; }
    mark();
    new MutationObserver(mark).observe(paper.parentNode, { childList: true });
    document.addEventListener("focusin", function (event) { tell(event.target); });
    tell(document.activeElement);
  });
})();
