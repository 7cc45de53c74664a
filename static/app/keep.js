// Nothing typed is lost: the server keeps the form by itself a moment after the last
// key; while the connection or the session is gone, this computer keeps it, and offers
// it when the page is opened again. Leaving with unsaved work asks first.
(function (editor) {
  "use strict";

  var PAUSE = 2000;
  var unsaved = false;
  var timer = null;
  var offered = [];

  function show(id, text) {
    var place = document.getElementById(id);
    place.textContent = text;
    place.hidden = !text;
  }

  function keepLater(pause) {
    clearTimeout(timer);
    timer = setTimeout(function () { editor.later(keep); }, pause);
  }

  editor.said = function (text) { show("keep-status", text); };

  editor.touched = function () {
    unsaved = true;
    keepLater(PAUSE);
  };

  // What is on the screen is saved, or nobody wants it.
  editor.allSaved = function () {
    unsaved = false;
    clearTimeout(timer);
    editor.copies.forget();
    show("keep-trouble", "");
  };

  // The last day is over: the server has what was typed as a draft, to be copied.
  editor.closed = function () {
    unsaved = false;
    clearTimeout(timer);
    editor.copies.keep();
    show("keep-trouble", "");
  };

  // The server's own sentence for what it refuses.
  function reason(page) {
    var sentence = page.querySelector("#main [role=alert] p");
    return "服务器没有接受" + (sentence ? "：" + sentence.textContent.trim() : "。");
  }

  function askToLogIn(said) {
    show("keep-trouble", "登录已过期。" + said + "请");
    var link = document.createElement("a");
    link.href = "/login/";
    link.target = "_blank";
    link.rel = "opener";
    link.textContent = "在新窗口重新登录";
    document.getElementById("keep-trouble").append(link, "，再回到这里继续填写、保存。");
  }

  // ``lost`` says what was not done.
  editor.trouble = function (error, lost) {
    unsaved = true;
    var kept = editor.copies.keep();
    var said = (lost || "") + (kept ? "您填写的内容已存在这台电脑上" : "请先复制您填写的内容");
    clearTimeout(timer);
    if (error.message === "login") {
      askToLogIn(said + "，");
    } else if (/^4\d\d$/.test(error.message)) {
      // To ask again would get the same answer; the next key does.
      show("keep-trouble", reason(error.page) + said + "。");
      return;
    } else {
      show("keep-trouble", "现在连不上服务器。" + said + "，可以继续填写，恢复后会自动保存草稿。");
    }
    keepLater(5 * PAUSE);
  };

  function tellOthers(names) {
    var others = document.getElementById("others");
    others.hidden = !names.length;
    others.querySelector("span").textContent = names.join("、");
  }

  function keep() {
    if (!unsaved) { return null; } // it was saved while this waited for its turn
    return editor.send(editor.fields().concat([["op", "autosave"]])).then(function (answer) {
      return answer.json();
    }).then(function (kept) {
      tellOthers(kept.others);
      if (kept.elsewhere) { tellOfOtherWindow(kept.time); return; }
      editor.copies.forget();
      show("keep-trouble", kept.closed && kept.closed + "您填写的内容已保留，可以复制。");
      editor.said(kept.time + " 已自动保存草稿");
      if (kept.stale) {
        show("keep-trouble", "别人已经保存了这份绩效目标。您保存时会看到不同之处。");
      }
    });
  }

  function tellOfOtherWindow(time) {
    var here = editor.copies.keep() ? "这一页的内容存在这台电脑上" : "这一页的内容没有存成草稿";
    show("keep-trouble", "您在另一个窗口也填写了这份绩效目标，" + time + " 的草稿在那里，还没有保存。" +
      here + "。两边都按“保存”，内容会并在一起；也可以刷新这一页，看那里填了什么。");
  }

  // The server writes an amount or a blank its own way: only it can say whether the
  // copy is what was saved.
  function compare(copy) {
    return editor.send(copy.fields.concat([["op", "compare"]])).then(function (answer) {
      return answer.json();
    }).then(function (said) {
      if (said.same) { editor.copies.drop(copy.key); } else { offer(copy); }
    }).catch(function () { offer(copy); });
  }

  function offer(copy) {
    offered.push(copy.key);
    showOffers();
  }

  // A copy stays until one of the two is pressed, whatever else is done on the page.
  function showOffers() {
    var place = document.getElementById("keep-offer");
    var copies = editor.copies.others().filter(function (copy) {
      return offered.indexOf(copy.key) !== -1;
    });
    place.hidden = !copies.length;
    place.textContent = "";
    copies.forEach(function (copy) {
      var line = document.createElement("p");
      line.append("这台电脑上有您 " + copy.time + " 填写、还没有保存的内容。");
      [["恢复", restore], ["不要了", decline]].forEach(function (choice) {
        var button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-outline-secondary btn-sm";
        button.textContent = choice[0];
        button.addEventListener("click", function () { choice[1](copy); });
        line.append(" ", button);
      });
      place.append(line);
    });
  }

  function restore(copy) {
    editor.later(function () {
      return editor.bringBack(copy).then(function () {
        editor.copies.keep(); // until the server has it
        decline(copy);
      });
    }, "还没有恢复。");
  }

  function decline(copy) {
    editor.copies.drop(copy.key);
    showOffers();
  }

  editor.ready = function () {
    unsaved = editor.form.dataset.unsaved === "true";
    var here = editor.copies.content(editor.fields());
    editor.copies.others().forEach(function (copy) {
      if (editor.copies.content(copy.fields) === here) {
        editor.copies.drop(copy.key);
      } else {
        compare(copy);
      }
    });
    // Another window has saved its copy, or somebody answered there.
    window.addEventListener("storage", showOffers);
    window.addEventListener("beforeunload", function (event) {
      if (unsaved) { event.preventDefault(); event.returnValue = ""; }
    });
  };
})(window.editor);
