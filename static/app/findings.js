// What the automatic checks see, beside the cells: a while after the last key the server
// looks at the form as it stands, and a small triangle comes up in the corner of each
// cell that it has something to say about. It moves nothing and takes no focus. A click
// on it, or Alt+↑ in the cell, opens what is said (finding.js); F8 goes on to the next.
window.findings = (function (editor) {
  "use strict";

  var PAUSE = 1500;
  var WORDS = { error: "错误", warning: "警告", hint: "提示" };
  var WEIGHTS = Object.keys(WORDS);
  var timer = null;
  var known = [];
  var flagged = new Map(); // what is known of each cell
  var asked = 0; // an answer about rows that have moved since, or an old one, is no use
  var status = null;

  // The cell on the form; of a label or a whole row, the first cell of the row.
  function cellOf(path) {
    var row = /^indicators\.\d+/.exec(path);
    var cell = document.getElementById("f-" + path) ||
      (row && document.getElementById("f-" + row[0] + ".tier3"));
    return cell && cell.matches("#paper .cell") ? cell : null;
  }

  function of(cell) {
    return flagged.get(cell) || [];
  }

  // What was answered holds up nothing any more.
  function weightOf(finding) {
    return finding.answer ? "hint" : finding.severity;
  }

  function worst(found) {
    return WEIGHTS.find(function (weight) {
      return found.some(function (finding) { return weightOf(finding) === weight; });
    });
  }

  function counted(found) {
    var answered = found.filter(function (finding) { return finding.answer; }).length;
    return WEIGHTS.map(function (weight) {
      var count = found.filter(function (finding) {
        return finding.severity === weight && !finding.answer;
      }).length;
      return count ? WORDS[weight] + count : "";
    }).concat(answered ? "已说明" + answered : "").filter(Boolean).join(" ");
  }

  // A reader hears of it with the cell, beside what else describes it.
  function describe(cell, flag, isOn) {
    var ids = (cell.getAttribute("aria-describedby") || "").split(" ").filter(function (id) {
      return id && id !== flag;
    });
    if (isOn) { ids.push(flag); }
    if (ids.length) {
      cell.setAttribute("aria-describedby", ids.join(" "));
    } else {
      cell.removeAttribute("aria-describedby");
    }
  }

  function raise(cell, found) {
    var host = cell.closest("td, .item-cell");
    var flag = host.querySelector(".flag");
    var words = "自动审核：" + counted(found) + "，按 Alt+↑ 查看";
    if (!flag) {
      flag = document.createElement("button");
      flag.type = "button";
      flag.tabIndex = -1; // by key it is Alt+↑: Tab goes from cell to cell
      flag.id = "flag-" + cell.id;
      host.append(flag);
    }
    flag.className = "flag flag-" + worst(found);
    flag.setAttribute("aria-label", words);
    flag.title = words;
    describe(cell, flag.id, true);
  }

  function cellAt(flag) {
    return document.getElementById(flag.id.slice("flag-".length));
  }

  function lower(flag) {
    var cell = cellAt(flag);
    if (cell) { describe(cell, flag.id, false); }
    flag.remove();
  }

  function draw() {
    flagged = new Map();
    known.forEach(function (finding) {
      var cell = cellOf(finding.path);
      if (cell) { flagged.set(cell, of(cell).concat(finding)); }
    });
    document.querySelectorAll("#paper .flag").forEach(function (flag) {
      if (!flagged.has(cellAt(flag))) { lower(flag); }
    });
    flagged.forEach(function (found, cell) { raise(cell, found); });
    status.textContent = "自动审核：" + (counted(known) || "没有疑点");
  }

  function look() {
    var turn = asked += 1;
    editor.send(editor.fields(), editor.form.dataset.check).then(function (answer) {
      return answer.json();
    }).then(editor.composed).then(function (said) {
      if (turn !== asked) { return; }
      known = said.findings;
      draw();
    }).catch(function () { // it is advice: keep.js says what is wrong
      if (turn === asked) { status.textContent = "自动审核：暂时没有结果"; }
    });
  }

  function lookLater() {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }

  // Saves the reason for a warning of the table as it is saved; says how that went.
  function answer(finding, reason) {
    return editor.send([
      ["version", document.querySelector("#paper [name=version]").value],
      ["digest", finding.digest], ["reason", reason]
    ], editor.form.dataset.answer).then(function (reply) {
      return reply.json();
    }).then(function (said) {
      if (said.refused) { return said.refused; }
      finding.answer = said.answer;
      draw();
      return "已保存。";
    }).catch(function () { return "没有保存：现在连不上服务器，或者登录已过期。"; });
  }

  // F8, from anywhere: the next cell with a finding, after the last one the first again.
  function next(step) {
    var cells = Array.from(document.querySelectorAll("#paper .cell"));
    var here = cells.indexOf(document.activeElement);
    // In the order of the way: from here to the end, and then from the beginning.
    var way = step > 0 ? cells.slice(here + 1).concat(cells.slice(0, here + 1))
      : cells.slice(Math.max(here, 0)).concat(cells.slice(0, Math.max(here, 0))).reverse();
    var place = way.find(function (cell) { return of(cell).length; });
    if (!place) { return; }
    place.focus();
    if (place.select) { place.select(); }
  }

  function onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) { return; }
    var cell = event.target;
    if (event.key === "F8" && !event.altKey) {
      event.preventDefault();
      next(event.shiftKey ? -1 : 1);
    } else if (event.key === "ArrowUp" && event.altKey && !event.shiftKey && of(cell).length) {
      event.preventDefault();
      window.finding.open(cell, of(cell));
    }
  }

  // After a row operation the rows have other numbers, until the server has looked anew.
  function onMoved(event) {
    asked += 1;
    known = known.map(function (finding) {
      var mend = finding.mend && { path: event.detail.rename(finding.mend.path), text: finding.mend.text };
      return Object.assign({}, finding, {
        path: event.detail.rename(finding.path), mend: mend && mend.path ? mend : null
      });
    }).filter(function (finding) { return finding.path !== null; });
    draw();
    lookLater();
  }

  document.addEventListener("DOMContentLoaded", function () {
    status = document.getElementById("check-status");
    if (!status) { return; }
    status.hidden = false;
    status.addEventListener("click", function () { window.finding.open(status, known); });
    var paper = document.getElementById("paper");
    // After a save the form is a new one.
    new MutationObserver(function () { draw(); lookLater(); })
      .observe(paper.parentNode, { childList: true });
    paper.parentNode.addEventListener("click", function (event) {
      if (!event.target.matches(".flag")) { return; }
      var cell = cellAt(event.target);
      window.finding.open(cell, of(cell));
    });
    var wished = /^#f-/.test(location.hash) && cellOf(location.hash.slice("#f-".length));
    if (wished) { wished.focus(); } // a link from a list of findings
    document.addEventListener("rows-moved", onMoved);
    document.addEventListener("keydown", onKey);
    editor.form.addEventListener("input", lookLater);
    editor.form.addEventListener("change", lookLater);
    look();
  });

  return { cellOf: cellOf, answer: answer };
})(window.editor);
