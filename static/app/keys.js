// The editor by keyboard, as in Excel: Tab, Enter and the arrows move from cell to cell,
// F2 edits what is there, Alt+Enter breaks the line, Ctrl+S saves, and a block copied
// from Excel or Word goes into the indicator table. → in a row's last cell leads to the
// row's buttons; Tab in the table's last cell leads out of it, so there is no trap.
(function () {
  "use strict";

  function cells() {
    return Array.prototype.slice.call(document.querySelectorAll(".editing .sheet .cell"));
  }

  // The nearest cell above or below that stands over or under the middle of this one.
  function neighbour(cell, direction) {
    var here = cell.getBoundingClientRect();
    var middle = here.left + here.width / 2;
    var best = null, distance = Infinity;
    cells().forEach(function (other) {
      var there = other.getBoundingClientRect();
      var away = direction > 0 ? there.top - here.bottom : here.top - there.bottom;
      var over = there.left <= middle && middle <= there.right;
      if (other !== cell && over && away > -3 && away < distance) {
        best = other;
        distance = away;
      }
    });
    return best;
  }

  function beside(cell, step) {
    var all = cells();
    return all[all.indexOf(cell) + step];
  }

  function isOneLine(cell) {
    var height = parseFloat(getComputedStyle(cell).lineHeight);
    return cell.tagName === "INPUT" || cell.clientHeight < 2.2 * height;
  }

  function tools(cell) {
    return Array.from(cell.parentNode.querySelectorAll(".row-tools button:not(:disabled)"));
  }

  // Where the key leads, or null while the caret still has somewhere to go. A cell that
  // was just come to is selected whole: any arrow leads on.
  function destination(event, cell) {
    var from = cell.selectionStart, to = cell.selectionEnd, end = cell.value.length;
    var whole = from === 0 && to === end;
    var atStart = whole || to === 0;
    var atEnd = whole || from === end;
    switch (event.key) {
      case "Tab": return beside(cell, event.shiftKey ? -1 : 1);
      case "Enter": return neighbour(cell, event.shiftKey ? -1 : 1);
      case "ArrowUp": return isOneLine(cell) || atStart ? neighbour(cell, -1) : null;
      case "ArrowDown": return isOneLine(cell) || atEnd ? neighbour(cell, 1) : null;
      case "ArrowLeft": return atStart ? beside(cell, -1) : null;
      case "ArrowRight": return atEnd ? tools(cell)[0] || beside(cell, 1) : null;
      default: return null;
    }
  }

  // ← and → go along the buttons of a row; ← from the first one back to its cell.
  function onToolKey(event, button) {
    var step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) { return; }
    var cell = button.closest("td").querySelector(".cell");
    var all = [cell].concat(tools(cell));
    var next = all[all.indexOf(button) + step];
    if (next) { goTo(next); }
    event.preventDefault();
  }

  function goTo(place) {
    place.focus();
    if (place.select) { place.select(); }
  }

  function breakLine(cell) {
    cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function onKey(event) {
    // An input method uses Enter and the arrows to choose characters.
    if (event.isComposing || event.keyCode === 229) { return; }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      var save = document.getElementById("save");
      if (save) { save.click(); } // after a submission, or the last day, there is none
      return;
    }
    var cell = event.target;
    if (cell.matches(".editing .sheet .row-tools button")) { onToolKey(event, cell); }
    if (!cell.matches(".editing .sheet .cell") || event.ctrlKey || event.metaKey) { return; }
    if (event.key === "Enter" && event.altKey) {
      event.preventDefault();
      if (cell.tagName === "TEXTAREA") { breakLine(cell); }
      return;
    }
    if (event.altKey || (event.shiftKey && !/^(Enter|Tab)$/.test(event.key))) { return; }
    if (event.key === "F2") { cell.setSelectionRange(cell.value.length, cell.value.length); }
    var next = destination(event, cell);
    if (next) { goTo(next); }
    // Enter in the last row stays there: it must not send the form.
    if (next || event.key === "Enter") { event.preventDefault(); }
  }

  // How many cells of a table were copied; 0 for text that is in none.
  function cellsIn(clipboard, text) {
    if (text.indexOf("\t") >= 0) { return 2; }
    var html = new DOMParser().parseFromString(clipboard.getData("text/html"), "text/html");
    return html.querySelectorAll("td, th").length;
  }

  // The text of a single cell, as it stands there: Excel ends it with a line end, and
  // puts quotes around one that has line ends in it.
  function cellText(text) {
    var inner = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    var quoted = /^"((?:[^"]|"")*\n(?:[^"]|"")*)"$/.exec(inner);
    return quoted ? quoted[1].replace(/""/g, '"') : inner;
  }

  // One cell is text like any other: it goes where the caret is, and Ctrl+Z takes it
  // back. Several are rows, which the server puts into the table.
  function onPaste(event) {
    // The 中期 side and the department's form have such a table, too.
    var path = /^(medium\.|overall\.)?indicators\.(\d+)\.(.+)$/.exec(event.target.name || "");
    var text = event.clipboardData.getData("text/plain");
    var count = cellsIn(event.clipboardData, text);
    if (!event.target.matches(".editing .cell") || !count) { return; }
    if (count > 1 && !path) { return; }
    event.preventDefault();
    if (count === 1) {
      document.execCommand("insertText", false, cellText(text));
      return;
    }
    var above = path[1] === "medium." ? path[1] : "";
    document.dispatchEvent(new CustomEvent("row-operation", { detail: {
      op: above + "indicators." + path[2] + ".paste." + path[3], pasted: text, focus: ""
    } }));
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("paste", onPaste);
})();
