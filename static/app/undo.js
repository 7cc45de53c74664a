// The last row operations can be taken back: by the button in the bar that says what was
// done, or by Ctrl+Z when nothing that was typed is left to undo. What was typed since
// into other rows stays. Ctrl+Y does it again.
(function (editor) {
  "use strict";

  var MOST = 20;
  var done = [], undone = [];
  var bar, said, button, close;
  var paper; // the form that the entries belong to

  function show(text, label, act) {
    said.textContent = text;
    button.hidden = !label;
    button.textContent = label;
    button.onclick = act;
    close.hidden = !text;
    bar.classList.toggle("shown", Boolean(text));
  }

  function undo() { step(done, undone); }

  function redo() { step(undone, done); }

  function tell(entry, isUndone) {
    if (isUndone) {
      show("已撤销：" + entry.said, "重做", redo);
    } else {
      show(entry.said, "撤销", undo);
    }
  }

  // Back to the form before the newest entry of ``from``; an entry that leads here again
  // goes to ``to``.
  function step(from, to) {
    editor.later(function () {
      var entry = from[from.length - 1];
      if (!entry) { return null; }
      return editor.ask(entry.before.concat([["op", "keep"]])).then(function (page) {
        var now = null;
        from.pop();
        document.addEventListener("rows-moved", function (event) {
          now = event.detail.before;
        }, { once: true });
        editor.put(page, { sent: entry.after, undo: entry });
        to.push({
          before: now.fields, pointers: now.pointers, after: editor.fields(),
          moved: entry.back, back: entry.moved, said: entry.said
        });
        tell(entry, to === undone);
      });
    });
  }

  function forget() {
    done.length = undone.length = 0;
    show("", "", null);
  }

  function onMoved(event) {
    var detail = event.detail;
    paper = document.getElementById("paper");
    if (detail.how.undo) { return; }
    if (!detail.how.sent) { // another form altogether
      forget();
      return;
    }
    var text = detail.page.querySelector("#row-said .said-last").textContent;
    if (!text) { return; }
    if (!detail.page.querySelector("#row-said [name=before]")) {
      show(text, "", null); // it says why nothing was done
      return;
    }
    done.push({
      before: detail.before.fields, pointers: detail.before.pointers,
      after: editor.fields(), moved: detail.moved, back: detail.back, said: text
    });
    if (done.length > MOST) { done.shift(); }
    undone.length = 0;
    tell(done[done.length - 1], false);
  }

  // The browser undoes what was typed, as long as there is any.
  var wasTyping = false;

  function onKey(event) {
    if (editor.isLocked()) { return; }
    var act = { z: undo, y: redo }[event.key.toLowerCase()];
    if (!act || !(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) { return; }
    if (event.shiftKey) { act = redo; }
    var at = event.target;
    if (at !== document.body && !at.closest(".editing, .row-said")) { return; }
    wasTyping = false;
    setTimeout(function () { if (!wasTyping) { act(); } }, 0);
  }

  function made(name, text) {
    var node = document.createElement("button");
    node.type = "button";
    node.className = name;
    node.textContent = text;
    node.hidden = true;
    bar.append(node);
    return node;
  }

  document.addEventListener("DOMContentLoaded", function () {
    bar = document.getElementById("row-said");
    said = bar.querySelector(".said-last");
    bar.querySelectorAll("input, button").forEach(function (node) { node.remove(); });
    said.textContent = "";
    button = made("btn btn-outline-secondary btn-sm", "撤销");
    close = made("btn-close", "");
    close.setAttribute("aria-label", "关闭提示");
    close.addEventListener("click", function () { show("", "", null); });
    paper = document.getElementById("paper");
    new MutationObserver(function () {
      if (document.getElementById("paper") !== paper) { forget(); }
    }).observe(paper.parentNode, { childList: true });
  });
  document.addEventListener("rows-moved", onMoved);
  document.addEventListener("keydown", onKey);
  document.addEventListener("input", function (event) {
    if (/^history/.test(event.inputType || "")) { wasTyping = true; }
  }, true);
})(window.editor);
