// The heading and the help line stick to the window. The cell with the focus must not lie
// under them: the page is told how much room they take, and scrolls that much further.
(function () {
  "use strict";

  var root = document.documentElement;
  var head, foot;
  var pressing = false; // a mouse button or a finger is down
  var owed = false;     // and has moved the focus

  // The browser keeps to this when it scrolls to the focus or to the caret.
  function measure() {
    var sticks = getComputedStyle(head).position === "sticky";
    root.style.scrollPaddingTop = (sticks ? head.offsetHeight : 0) + 4 + "px";
    root.style.scrollPaddingBottom = foot.offsetHeight + 4 + "px";
    root.style.setProperty("--foot", foot.offsetHeight + "px");
    if (isInSight(document.activeElement)) { reveal(); }
  }

  // Whoever has scrolled away from the cell is not taken back to it.
  function isInSight(node) {
    var place = node.getBoundingClientRect();
    return place.bottom > 0 && place.top < window.innerHeight;
  }

  // A cell that is taller than the room there is stays as it is: the caret is in view.
  function reveal() {
    var at = document.activeElement;
    var room = window.innerHeight - head.offsetHeight - foot.offsetHeight;
    if (at.closest(".editing") && at.offsetHeight < room) {
      at.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  // Nothing moves under the mouse while its button is down.
  function onFocus() {
    if (pressing) { owed = true; } else { requestAnimationFrame(reveal); }
  }

  function onPointer(event) {
    pressing = event.type === "pointerdown";
    if (owed && event.type === "pointerup") { requestAnimationFrame(reveal); }
    owed = false;
  }

  document.addEventListener("DOMContentLoaded", function () {
    head = document.querySelector(".target-head");
    foot = document.getElementById("foot");
    var watch = new ResizeObserver(measure);
    watch.observe(head);
    watch.observe(foot);
    document.addEventListener("focusin", onFocus);
    // A cell grows with what is typed.
    document.addEventListener("input", function () { requestAnimationFrame(reveal); });
    ["pointerdown", "pointerup", "pointercancel"].forEach(function (name) {
      document.addEventListener(name, onPointer, true);
    });
  });
})();
