// Nothing typed is lost: the server keeps the form by itself a moment after the last
// key; while the connection or the session is gone, this computer keeps it, and offers
// it when the page is opened again. Leaving with unsaved work asks first.
(function (editor) {
  "use strict";

  var PAUSE = 2000;
  var unsaved = false;
  var timer = null;

  function show(id, text) {
    var place = document.getElementById(id);
    place.textContent = text;
    place.hidden = !text;
  }

  function key() {
    return "perftargets:" + editor.form.getAttribute("action") + editor.form.dataset.user;
  }

  function clock() {
    return new Date().toTimeString().slice(0, 5);
  }

  function keepHere() {
    try {
      var copy = { time: clock(), fields: editor.fields() };
      localStorage.setItem(key(), JSON.stringify(copy));
      return true;
    } catch (error) {
      return false; // storage is full or forbidden: the message says so
    }
  }

  function keptHere() {
    try {
      return JSON.parse(localStorage.getItem(key()));
    } catch (error) {
      return null;
    }
  }

  function forgetHere() {
    try { localStorage.removeItem(key()); } catch (error) { /* there was none */ }
  }

  function content(fields) {
    return JSON.stringify(fields.filter(function (pair) {
      return pair[0] !== "version" && pair[0] !== "op";
    }));
  }

  editor.touched = function () {
    unsaved = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  };

  editor.leaving = function (button) {
    unsaved = false;
    clearTimeout(timer); // what is kept later would be older than what is saved
    if (button && button.value === "discard") { forgetHere(); } else { keepHere(); }
  };

  editor.trouble = function (error) {
    var here = keepHere() ? "您填写的内容已存在这台电脑上，" : "请先复制您填写的内容，";
    if (error.message === "login") {
      show("keep-trouble", "登录已过期。" + here + "请");
      var link = document.createElement("a");
      link.href = "/login/";
      link.target = "_blank";
      link.rel = "opener";
      link.textContent = "在新窗口重新登录";
      document.getElementById("keep-trouble").append(link, "，再回到这里继续填写、保存。");
    } else {
      show("keep-trouble", "现在连不上服务器。" + here + "可以继续填写，恢复后会自动保存草稿。");
    }
    clearTimeout(timer);
    timer = setTimeout(keep, 5 * PAUSE);
  };

  function keep() {
    editor.send(editor.fields().concat([["op", "autosave"]])).then(function (answer) {
      return answer.json();
    }).then(function (kept) {
      forgetHere();
      show("keep-trouble", kept.closed && kept.closed + "您填写的内容已保留，可以复制。");
      show("keep-status", kept.time + " 已自动保存草稿");
      var others = document.getElementById("others");
      others.hidden = !kept.others.length;
      others.querySelector("span").textContent = kept.others.join("、");
      if (kept.stale) {
        show("keep-trouble", "别人已经保存了这份绩效目标。您保存时会看到不同之处。");
      }
    }).catch(editor.trouble);
  }

  // The server writes an amount or a blank its own way: only it can say whether the
  // copy is what was saved.
  function compare(copy) {
    editor.send(copy.fields.concat([["op", "compare"]])).then(function (answer) {
      return answer.json();
    }).then(function (said) {
      if (said.same) { forgetHere(); } else { offer(copy); }
    }).catch(function () { offer(copy); });
  }

  function offer(copy) {
    var place = document.getElementById("keep-trouble");
    show("keep-trouble", "这台电脑上有您 " + copy.time + " 填写、还没有保存的内容。");
    [["恢复", restore], ["不要了", decline]].forEach(function (choice) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-outline-secondary btn-sm";
      button.textContent = choice[0];
      button.addEventListener("click", function () { choice[1](copy); });
      place.append(" ", button);
    });
  }

  function restore(copy) {
    editor.change({ op: "keep" }, "", copy.fields)
      .then(function () { show("keep-trouble", ""); })
      .catch(editor.trouble);
  }

  function decline() {
    forgetHere();
    show("keep-trouble", "");
  }

  editor.ready = function () {
    unsaved = editor.form.dataset.unsaved === "true";
    var copy = keptHere();
    if (copy && content(copy.fields) !== content(editor.fields())) {
      compare(copy);
    } else {
      forgetHere();
    }
    window.addEventListener("beforeunload", function (event) {
      if (unsaved) { event.preventDefault(); event.returnValue = ""; }
    });
  };
})(window.editor);
