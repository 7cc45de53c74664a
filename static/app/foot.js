// The heading and the help line stick to the window. The cell with the focus must not lie
// under them: the page is told how much room they take, and scrolls that much further.
(function () {
  "use strict";

  var root = document.documentElement;
  var head, foot, pressing = false;

  function heightOf(node, stuck) {
    return getComputedStyle(node).position === stuck ? node.offsetHeight : 0;
  }

  // The browser keeps to this when it scrolls to the focus or to the caret.
  function measure() {
    root.style.scrollPaddingTop = heightOf(head, "sticky") + 4 + "px";
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
    if (pressing || !at.closest(".editing")) { return; }
    var room = window.innerHeight - head.offsetHeight - foot.offsetHeight;
    if (at.offsetHeight < room) { at.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  }

  // Nothing moves under the mouse while its button is down.
  function press(event) {
    pressing = event.type === "pointerdown";
    if (!pressing) { requestAnimationFrame(reveal); }
  }

  document.addEventListener("DOMContentLoaded", function () {
    head = document.querySelector(".target-head");
    foot = document.getElementById("foot");
    var watch = new ResizeObserver(measure);
    watch.observe(head);
    watch.observe(foot);
    document.addEventListener("focusin", function () { requestAnimationFrame(reveal); });
    ["pointerdown", "pointerup", "pointercancel"].forEach(function (name) {
      document.addEventListener(name, press, true);
    });
  });
})();
