// Help where the eye is: one line at the foot of the window says what belongs into the
// cell, what stood there last year, how a value is understood and whether the budget
// adds up. It moves nothing on the page.
(function () {
  "use strict";

  var PAUSE = 300;
  var timer = null;
  var helps = {};
  var line = null;

  function put(name, text) {
    line.querySelector("." + name).textContent = text;
  }

  function helpOf(path) {
    var own = path.replace(/^(medium|overall)\./, "");
    var parts = own.split(".");
    var key = parts[0] === "indicators" ? parts[2] : own;
    return helps[key] || helps[parts[0]];
  }

  function understand(text) {
    if (!text.trim()) { put("meaning", ""); return; }
    fetch(line.dataset.values + "?" + new URLSearchParams({ text: text }))
      .then(function (answer) { return answer.ok ? answer.json() : { meaning: "" }; })
      .then(function (said) {
        put("meaning", said.meaning ? "识别为：" + said.meaning : "");
      })
      .catch(function () { put("meaning", ""); });
  }

  function react(cell) {
    var path = cell.name;
    var meaning = line.querySelector(".meaning");
    meaning.classList.remove("wrong");
    clearTimeout(timer);
    var sum = window.sums[path.split(".")[0]];
    if (sum) {
      var said = sum();
      meaning.textContent = said[0];
      meaning.classList.toggle("wrong", said[1]);
    } else if (/(^|\.)indicators\.\d+\.value$/.test(path)) {
      timer = setTimeout(function () { understand(cell.value); }, PAUSE);
    } else {
      meaning.textContent = "";
    }
  }

  function onFocus(event) {
    var cell = event.target;
    if (!cell.matches(".editing .sheet .cell")) { return; }
    var help = helpOf(cell.name);
    line.hidden = !help;
    if (!help) { return; }
    put("cell-name", cell.getAttribute("aria-label"));
    put("what", help.text);
    put("source", help.source ? "（" + help.source + "）" : "");
    put("last", cell.dataset.last || "");
    put("meaning", "");
    react(cell);
  }

  document.addEventListener("DOMContentLoaded", function () {
    line = document.getElementById("help-line");
    if (!line) { return; }
    helps = JSON.parse(document.getElementById("helps").textContent);
    document.addEventListener("focusin", onFocus);
    document.addEventListener("input", function (event) {
      if (event.target.matches(".editing .sheet .cell")) { react(event.target); }
    });
    // Whoever was quicker than this file is in a cell already.
    onFocus({ target: document.activeElement });
  });
})();
