// Saving does not leave the page: the answer is put where it belongs, the cursor stays in
// its cell and the cell where it was on the screen. What is typed while the answer is on
// its way stays too: it is newer than the answer.
(function (editor) {
  "use strict";

  var PARTS = ["notices", "save-buttons", "paper"];
  var underway = null;

  function parse(html) {
    var page = new DOMParser().parseFromString(html, "text/html");
    if (!page.getElementById("paper")) { throw new Error("no form"); }
    return page;
  }

  // Where the cursor is, and how far down the window its cell.
  function whereNow() {
    var at = document.activeElement;
    var tool = at.matches("#paper button") ? "#paper button[value='" + at.value + "']" : "";
    return {
      found: at.id ? "[id='" + at.id + "']" : tool,
      top: at.getBoundingClientRect().top,
      aside: document.getElementById("paper").scrollLeft,
      from: at.selectionStart,
      to: at.selectionEnd
    };
  }

  function goBack(place) {
    var at = place.found && document.querySelector(place.found);
    document.getElementById("paper").scrollLeft = place.aside;
    if (!at) { return; }
    if (at !== document.activeElement) {
      at.focus({ preventScroll: true });
      if (typeof place.from === "number") { at.setSelectionRange(place.from, place.to); }
    }
    if (at.closest("#paper")) {
      window.scrollBy(0, at.getBoundingClientRect().top - place.top);
    }
  }

  // What is said above the form, in the language of the server.
  function say(page) {
    var main = document.getElementById("main");
    main.querySelectorAll(":scope > .notice").forEach(function (old) { old.remove(); });
    main.prepend.apply(main, page.querySelectorAll("#main > .notice"));
    document.title = page.title;
    var head = page.querySelector(".target-head h1").cloneNode(true);
    document.querySelector(".target-head h1").replaceWith(head);
  }

  function replace(page, id) {
    var old = document.getElementById(id), part = page.getElementById(id);
    if (old && part) {
      old.replaceWith(document.adoptNode(part));
    } else if (old) {
      old.remove();
    }
  }

  function put(page, parts) {
    var place = whereNow();
    say(page);
    parts.forEach(function (id) { replace(page, id); });
    if (editor.isLocked()) { editor.lock(); }
    editor.grow();
    goBack(place);
  }

  function isNewer(sent) {
    return editor.isComposing() || String(editor.fields()) !== String(sent);
  }

  // It was saved, and more was typed meanwhile: that is now a change of the new version.
  function goOn(version) {
    var paper = document.getElementById("paper");
    paper.querySelector("[name=version]").value = version;
    paper.querySelectorAll(".cell-error").forEach(function (old) { old.remove(); });
    paper.querySelectorAll("[aria-invalid]").forEach(function (cell) {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
    });
  }

  function saved(page, sent) {
    if (isNewer(sent)) {
      goOn(page.querySelector("#paper [name=version]").value);
      put(page, ["notices", "save-buttons"]);
      editor.allSaved();
      editor.touched();
    } else {
      put(page, PARTS);
      editor.allSaved();
    }
    editor.said(new Date().toTimeString().slice(0, 5) + " 已保存");
  }

  function leave(button, next, sent) {
    var discard = button && button.value === "discard";
    if (isNewer(sent) && !discard) {
      goOn(next.version);
      return editor.composed().then(function () { return send(button); });
    }
    editor.allSaved();
    editor.said("正在打开…");
    editor.form.querySelectorAll(".cell").forEach(function (cell) { cell.readOnly = true; });
    // Whoever comes back to this page by the browser's button gets a new one.
    window.addEventListener("pageshow", function () { location.reload(); });
    location.assign(next.next);
  }

  // Somebody else was faster, or a cell is wrong: the page says which.
  function notSaved(error, button, sent) {
    if (!/^4(03|09|22)$/.test(error.message) || !error.page.getElementById("paper")) { throw error; }
    if (isNewer(sent)) {
      return editor.composed().then(function () { return send(button); });
    }
    if (error.page.getElementById("editor").hasAttribute("data-locked")) {
      editor.lock();
      put(error.page, ["notices", "target-head", "paper"]);
      editor.closed();
    } else {
      put(error.page, PARTS);
      editor.touched();
    }
    editor.said("没有保存");
    window.scrollTo(0, 0);
  }

  function send(button) {
    var sent = editor.fields();
    var named = button && button.name ? [[button.name, button.value]] : [];
    editor.said("正在保存…");
    return editor.send(sent.concat(named)).then(function (answer) {
      var next = /json/.test(answer.headers.get("Content-Type"));
      return (next ? answer.json() : answer.text()).then(function (what) {
        return next ? leave(button, what, sent) : saved(parse(what), sent);
      });
    }, function (error) { return notSaved(error, button, sent); });
  }

  editor.save = function (button) {
    if (underway && underway === (button && button.value)) { return; } // a second click
    underway = (button && button.value) || "save";
    editor.later(function () {
      return send(button).catch(function (error) {
        editor.said("没有保存");
        throw error;
      }).finally(function () { underway = null; });
    }, "没有保存。");
  };

  // Put a copy of this computer together with what is on the screen: the server does
  // it, as when two people have changed the same table.
  editor.bringBack = function (copy) {
    var sent = editor.fields();
    var both = [["op", "restore"], ["copy", JSON.stringify(Object.fromEntries(copy.fields))]];
    return editor.send(sent.concat(both)).then(function (answer) {
      return answer.text();
    }).then(function (html) {
      if (isNewer(sent)) {
        return editor.composed().then(function () { return editor.bringBack(copy); });
      }
      put(parse(html), ["notices", "paper"]);
      editor.touched();
    });
  };
})(window.editor);
