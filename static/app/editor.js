// The editor page: cells grow with their text, and row buttons change the form without
// loading the page anew. Saving and the row buttons work without this file too.
window.editor = (function () {
  "use strict";

  var editor = {};

  function grow(area) {
    area.style.overflow = "hidden";
    area.style.height = "auto";
    area.style.height = area.scrollHeight + "px";
  }

  function growAll() {
    document.querySelectorAll("textarea.cell").forEach(grow);
  }

  // The form's cells as they stand on the screen, as [name, text] pairs.
  editor.fields = function () {
    return Array.from(new FormData(editor.form)).filter(function (pair) {
      return pair[0] !== "csrfmiddlewaretoken";
    });
  };

  // Logging in again in another window changes the token: the cookie has the new one.
  function token() {
    var cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    var input = editor.form.querySelector("[name=csrfmiddlewaretoken]");
    if (cookie) { input.value = cookie[1]; }
    return input.value;
  }

  // Send fields to the editor's address. Rejects when the connection is gone; with
  // "login" when the session is, and then nothing on the screen is touched.
  editor.send = function (fields) {
    return fetch(editor.form.getAttribute("action"), {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": token() }
    }).then(function (answer) {
      if (answer.redirected && /\/login\//.test(answer.url)) { throw new Error("login"); }
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer;
    });
  };

  // The server answers with the form changed and unsaved; put it in place of this one.
  // Without ``fields`` it is the form on the screen that is sent.
  editor.change = function (values, focus, fields) {
    var sent = fields || editor.fields();
    return editor.send(sent.concat(Object.entries(values))).then(function (answer) {
      return answer.text();
    }).then(function (html) {
      if (!fields && String(editor.fields()) !== String(sent)) {
        return editor.change(values, focus); // somebody typed on: take that along
      }
      var page = new DOMParser().parseFromString(html, "text/html");
      var paper = page.getElementById("paper");
      if (!paper) { throw new Error("no form"); }
      document.getElementById("paper").replaceWith(document.adoptNode(paper));
      growAll();
      var cell = document.getElementById(focus);
      if (cell) { cell.focus(); cell.select(); }
      editor.touched();
    });
  };

  // After adding a row the cursor stands in it; after moving one it stays with it.
  function cellAfter(operation) {
    var parts = operation.split(".");
    var step = { add: 1, copy: 1, down: 1, up: -1, remove: 0 }[parts[2]];
    var index = Math.max(0, Number(parts[1]) + step);
    var names = { indicators: "f-indicators." + index + ".tier3", goals: "f-goals." + index };
    return names[parts[0]] || "f-overall." + parts[0] + "." + index + ".title";
  }

  // One after the other: a quick second click waits for the first.
  var queue = Promise.resolve();

  editor.operate = function (values, focus) {
    queue = queue.then(function () {
      return editor.change(values, focus);
    }).catch(function (error) { editor.trouble(error); });
  };

  function onSubmit(event) {
    var button = event.submitter;
    if (button && button.hasAttribute("data-row-op")) {
      event.preventDefault();
      editor.operate({ op: button.value }, cellAfter(button.value));
    } else if (reached) {
      reached = false;
      token();
      editor.leaving(button);
    } else {
      event.preventDefault();
      reach(button);
    }
  }

  // Sent to a server that is gone, or without a session, the form would be left for an
  // error page or the login: look first, and keep the text there while at it.
  var reached = false;
  var reaching = false;

  function reach(button) {
    if (reaching) { return; }
    reaching = true;
    editor.send(editor.fields().concat([["op", "autosave"]])).catch(function (error) {
      // What the server refuses it explains on a page of its own.
      if (!/^4\d\d$/.test(error.message)) { throw error; }
    }).then(function () {
      reached = true;
      editor.form.requestSubmit(button);
    }).catch(editor.trouble).then(function () { reaching = false; });
  }

  function tick(boxes, names) {
    boxes.querySelectorAll("input").forEach(function (box) {
      box.checked = names.indexOf(box.value) !== -1;
    });
  }

  // In the table of differences: take the other person's text for one cell.
  function onClick(event) {
    var button = event.target.closest("[data-take]");
    if (!button) { return; }
    var cell = document.getElementById("f-" + button.dataset.take);
    if (!cell) { return; } // its row was removed since
    if (cell.matches(".boxes")) {
      tick(cell, button.dataset.text.split("\n"));
    } else {
      cell.value = button.dataset.text;
    }
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    button.textContent = "已用别人的";
    button.disabled = true;
  }

  document.addEventListener("DOMContentLoaded", function () {
    editor.form = document.getElementById("editor");
    if (editor.form.hasAttribute("data-locked")) {
      editor.form.querySelectorAll(".cell").forEach(function (cell) { cell.readOnly = true; });
    }
    growAll();
    editor.form.addEventListener("input", function (event) {
      if (event.target.matches("textarea.cell")) { grow(event.target); }
      editor.touched();
    });
    // Which goals have no project, and which projects no goal, is said anew.
    editor.form.addEventListener("change", function (event) {
      if (event.target.matches(".box input")) {
        editor.operate({ op: "keep" }, event.target.id);
      }
    });
    editor.form.addEventListener("submit", onSubmit);
    document.addEventListener("click", onClick);
    window.addEventListener("resize", function () { requestAnimationFrame(growAll); });
    document.addEventListener("row-operation", function (event) {
      var wish = event.detail;
      editor.operate({ op: wish.op, pasted: wish.pasted || "" }, wish.focus);
    });
    editor.ready();
  });

  return editor;
})();
