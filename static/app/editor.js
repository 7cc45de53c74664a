// The editor page: cells grow with their text, and row buttons change the form without
// loading the page anew. Saving (save.js) and the row buttons work without scripts too.
window.editor = (function () {
  "use strict";

  var editor = {};
  var PATIENCE = 30000; // a connection that hangs is one that is gone

  function grow(area) {
    area.style.overflow = "hidden";
    area.style.height = "auto";
    area.style.height = area.scrollHeight + "px";
  }

  function growAll() {
    document.querySelectorAll("textarea.cell").forEach(grow);
  }

  editor.grow = growAll;

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

  // What the server says instead of doing it, with its page. A page without our frame
  // is the refusal of a token: the cookies are gone, and the session with them.
  function refused(answer) {
    return answer.text().then(function (html) {
      var error = new Error(String(answer.status));
      error.page = new DOMParser().parseFromString(html, "text/html");
      if (answer.status === 403 && !error.page.getElementById("main")) {
        error = new Error("login");
      }
      throw error;
    });
  }

  // Send fields to the editor's address, or to another. Rejects when the connection is gone; with
  // "login" when the session is, and then nothing on the screen is touched; with the
  // status and the server's page when it refuses.
  editor.send = function (fields, url) {
    var clock = new AbortController();
    var timer = setTimeout(function () { clock.abort(); }, PATIENCE);
    return fetch(url || editor.form.getAttribute("action"), {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" },
      signal: clock.signal
    }).then(function (answer) {
      clearTimeout(timer);
      if (answer.redirected && /\/login\//.test(answer.url)) { throw new Error("login"); }
      return answer.ok ? answer : refused(answer);
    });
  };

  // The server's answer with the form in it. Not while a character is being composed:
  // the input method would lose its cell.
  editor.ask = function (fields) {
    return editor.send(fields).then(function (answer) {
      return answer.text();
    }).then(editor.composed).then(function (html) {
      var page = new DOMParser().parseFromString(html, "text/html");
      if (!page.getElementById("paper")) { throw new Error("no form"); }
      return page;
    });
  };

  // The server answers with the form changed and unsaved; put it in place of this one.
  // Without ``fields`` it is the form on the screen that is sent.
  editor.change = function (values, focus, fields) {
    var sent = fields || editor.fields();
    return editor.ask(sent.concat(Object.entries(values))).then(function (page) {
      if (!editor.put(page, { sent: fields ? null : sent, focus: focus })) {
        return editor.change(values, focus); // somebody typed on: take that along
      }
    });
  };

  // One after the other: a quick second click waits for the first, and what is kept
  // never overtakes what is saved.
  var queue = Promise.resolve();

  editor.later = function (work, lost) {
    queue = queue.then(work).catch(function (error) { editor.trouble(error, lost); });
  };

  // What cannot be saved any more can be read and copied.
  editor.isLocked = function () { return editor.form.hasAttribute("data-locked"); };

  editor.lock = function () {
    editor.form.setAttribute("data-locked", "");
    editor.form.querySelectorAll(".cell").forEach(function (cell) { cell.readOnly = true; });
  };

  editor.operate = function (values, focus) {
    if (editor.isLocked()) { return; }
    var lost = values.op === "keep" ? "" : "刚才的加行、移动、删除或粘贴没有做成，请稍后再做一次。";
    var wish = editor.wish(values, focus);
    editor.later(function () {
      return editor.begin(wish) && editor.change(wish.values, wish.focus);
    }, lost);
  };

  function onSubmit(event) {
    var button = event.submitter;
    event.preventDefault();
    if (button && button.hasAttribute("data-row-op")) {
      editor.operate({ op: button.value }, "");
    } else {
      editor.save(button);
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    editor.form = document.getElementById("editor");
    if (editor.isLocked()) { editor.lock(); }
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
    window.addEventListener("resize", function () { requestAnimationFrame(growAll); });
    document.addEventListener("row-operation", function (event) {
      var wish = event.detail;
      editor.operate({ op: wish.op, pasted: wish.pasted || "" }, wish.focus);
    });
    editor.ready();
  });

  return editor;
})();
