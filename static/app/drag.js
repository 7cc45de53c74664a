// A row is dragged by its handle onto another row of its kind and stands there. The
// server moves it, as for the buttons, so merged labels follow by the same code.
(function () {
  "use strict";

  var dragged = null;

  // [what kind of rows, which of them]: ["medium.goals", "1"].
  function stemIn(handle) {
    return /^(.*)\.(\d+)$/.exec(handle.dataset.row).slice(1);
  }

  // A line of a form with two sides has two rows: the one of the dragged row's kind.
  function stemOf(node) {
    var stems = node ? Array.from(node.querySelectorAll(".handle")).map(stemIn) : [];
    return stems.find(function (stem) { return stem[0] === dragged[0]; });
  }

  function placeOf(event) {
    return dragged && event.target.closest ? event.target.closest(".sheet tr, .item") : null;
  }

  // The row under the mouse, if the dragged one may stand there.
  function wished(event) {
    var place = placeOf(event);
    var stem = stemOf(place);
    return stem && stem[1] !== dragged[1] ? place : null;
  }

  function unmark() {
    document.querySelectorAll(".drop-here").forEach(function (row) {
      row.classList.remove("drop-here");
    });
  }

  document.addEventListener("dragstart", function (event) {
    var handle = event.target.closest && event.target.closest(".handle");
    if (!handle) { return; }
    dragged = stemIn(handle);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });

  document.addEventListener("dragover", function (event) {
    if (!dragged) { return; }
    unmark();
    var place = wished(event);
    // Without this the text that is dragged would be dropped into a cell.
    event.preventDefault();
    event.dataTransfer.dropEffect = place ? "move" : "none";
    if (place) { place.classList.add("drop-here"); }
  });

  document.addEventListener("drop", function (event) {
    if (!dragged) { return; }
    event.preventDefault();
    var place = wished(event);
    if (!place) { return; }
    var to = stemOf(place)[1];
    document.dispatchEvent(new CustomEvent("row-operation", { detail: {
      op: dragged.concat("to", to).join("."), focus: ""
    } }));
  });

  document.addEventListener("dragend", function () {
    unmark();
    dragged = null;
  });
})();
