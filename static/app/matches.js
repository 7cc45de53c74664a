// What the library has for the cell of the cursor, in the help line: names under the
// row's label, and the description, the usual kind of value and the basis of the one
// that the row names. Alt+↓ leads there, Esc back.
(function () {
  "use strict";

  var PAUSE = 200;
  var PATH = /^(indicators\.\d+\.)(tier3|description|value|basis)$/;
  var box = null, timer = null, here = null;
  var known = {};

  function cellOf(stem, name) {
    return document.querySelector(".editing [name='" + stem + name + "']");
  }

  function textOf(stem, name) {
    var cell = cellOf(stem, name);
    return cell ? cell.value.trim() : "";
  }

  function fill(stem, name, text) {
    var cell = cellOf(stem, name);
    if (!cell) { return; }
    cell.value = text;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function go(stem, name) {
    var cell = cellOf(stem, name);
    if (cell) { cell.focus(); }
  }

  // The name; and of the other cells those that are still empty.
  function take(place, match) {
    if (place.name !== "tier3") {
      fill(place.stem, place.name, match[place.name]);
      go(place.stem, place.name);
      ask(place);
      return;
    }
    fill(place.stem, "tier3", match.name);
    ["description", "basis"].forEach(function (name) {
      if (!textOf(place.stem, name) && match[name]) { fill(place.stem, name, match[name]); }
    });
    go(place.stem, "value");
  }

  function button(place, match, text) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.title = place.name === "tier3" && match.description || text;
    made.addEventListener("click", function () { take(place, match); });
    return made;
  }

  // Each text once, without the one that stands there already.
  function texts(place, matches, name) {
    var seen = {};
    seen[textOf(place.stem, place.name)] = true;
    return matches.filter(function (match) {
      var isNew = match[name] && !seen[match[name]];
      seen[match[name]] = true;
      return isNew;
    });
  }

  function show(place, matches) {
    var name = { tier3: "name", value: "hint" }[place.name] || place.name;
    var found = texts(place, matches, name);
    box.textContent = "";
    if (!found.length) { return; }
    var lead = document.createElement("span");
    lead.className = "matches-lead";
    lead.append("指标库 ");
    box.append(lead);
    if (place.name === "value") {
      box.append(found.map(function (match) { return match.hint; }).join("；"));
      return;
    }
    var key = document.createElement("kbd");
    key.textContent = "Alt+↓";
    lead.append(key);
    found.forEach(function (match) { box.append(button(place, match, match[name])); });
  }

  // Of a row that has a name only what goes by this name concerns the other cells.
  function ofThisName(place, matches) {
    var name = textOf(place.stem, "tier3");
    if (place.name === "tier3") { return matches; }
    return matches.filter(function (match) { return match.name === name; });
  }

  function ask(place) {
    var wish = new URLSearchParams({
      tier1: textOf(place.stem, "tier1"),
      tier2: textOf(place.stem, "tier2"),
      q: textOf(place.stem, "tier3")
    }).toString();
    if (place.name !== "tier3" && !textOf(place.stem, "tier3")) { return; }
    known[wish] = known[wish] || fetch(box.dataset.url + "?" + wish).then(function (answer) {
      if (!answer.ok || answer.redirected) { throw new Error(String(answer.status)); }
      return answer.json();
    });
    known[wish].then(function (said) {
      if (place === here) { show(place, ofThisName(place, said.matches)); }
    }).catch(function () { delete known[wish]; }); // it is help: silence will do
  }

  function visit(cell) {
    var path = PATH.exec(cell.name);
    clearTimeout(timer);
    here = path && { stem: path[1], name: path[2] };
    if (!here) { box.textContent = ""; return; }
    timer = setTimeout(ask, PAUSE, here);
  }

  function isCell(node) {
    return node.matches && node.matches(".editing .sheet .cell");
  }

  function onKey(event) {
    if (event.isComposing) { return; }
    var inside = box.contains(event.target);
    var step = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[event.key];
    var next = null;
    if (isCell(event.target) && event.altKey && event.key === "ArrowDown") {
      next = box.querySelector("button");
    } else if (inside && step) {
      next = event.target[step];
    } else if (inside && event.key === "Escape" && here) {
      next = cellOf(here.stem, here.name);
    }
    if (next && next.focus) {
      event.preventDefault();
      next.focus();
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    box = document.getElementById("library-matches");
    if (!box) { return; }
    document.addEventListener("focusin", function (event) {
      // Esc leads back to the cell, and what was offered for it still is.
      var back = here && box.contains(event.relatedTarget) &&
        event.target === cellOf(here.stem, here.name);
      if (!isCell(event.target) || back) { return; }
      box.textContent = "";
      visit(event.target);
    });
    document.addEventListener("input", function (event) {
      if (isCell(event.target) && event.target === document.activeElement) { visit(event.target); }
    });
    document.addEventListener("keydown", onKey);
    // What is offered is for the row, wherever it has gone.
    document.addEventListener("rows-moved", function (event) {
      var path = here && PATH.exec(event.detail.rename(here.stem + here.name) || "");
      if (path) { here.stem = path[1]; } else { here = null; box.textContent = ""; }
    });
  });
})();
