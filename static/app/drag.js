// A row is dragged by its handle onto another row of its kind and stands there. The
// server moves it, as for the buttons, so merged labels follow by the same code.
(function () {
  "use strict";

  var dragged = null;

  function stemOf(node) {
    var handle = node && node.querySelector(".handle");
    return handle ? handle.dataset.row.split(".") : null;
  }

  function placeOf(event) {
    return dragged && event.target.closest ? event.target.closest(".sheet tr, .item") : null;
  }

  // The row under the mouse, if the dragged one may stand there.
  function wished(event) {
    var place = placeOf(event);
    var stem = stemOf(place);
    return stem && stem[0] === dragged[0] && stem[1] !== dragged[1] ? place : null;
  }

  function unmark() {
    document.querySelectorAll(".drop-here").forEach(function (row) {
      row.classList.remove("drop-here");
    });
  }

  document.addEventListener("dragstart", function (event) {
    var handle = event.target.closest && event.target.closest(".handle");
    if (!handle) { return; }
    dragged = handle.dataset.row.split(".");
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
