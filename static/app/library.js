// The indicator library beside the form. Its list comes from the server; what is ticked
// goes into the table as a row operation, so nothing typed is touched and nothing is
// saved. Without this file the same list is a page of its own.
(function () {
  "use strict";

  var panel, body, said, opener;
  var waiting = []; // keys of the rows on their way into the table
  var asked = 0;

  function boxes() {
    return Array.from(body.querySelectorAll("[name=chosen]"));
  }

  function keyOf(box) {
    return [box.dataset.tier1, box.dataset.tier2, box.dataset.name].join("\t");
  }

  // The rows of the form on the screen: key → id of the value's cell.
  function onPaper() {
    var rows = {};
    document.querySelectorAll("#paper [name$='.tier3']").forEach(function (cell) {
      var stem = cell.name.replace(/tier3$/, "");
      function text(name) {
        return document.querySelector("[name='" + stem + name + "']").value.trim();
      }
      rows[[text("tier1"), text("tier2"), cell.value.trim()].join("\t")] = "f-" + stem + "value";
    });
    return rows;
  }

  function mark() {
    var rows = onPaper();
    boxes().forEach(function (box) {
      var there = keyOf(box) in rows;
      box.disabled = there;
      box.checked = box.checked && !there;
      box.closest("label").classList.toggle("present", there);
    });
    return rows;
  }

  function twinOf(box, list) {
    return Array.from(list.querySelectorAll("[name=chosen]")).find(function (other) {
      return keyOf(other) === keyOf(box);
    });
  }

  // What is ticked stays, above the new list; so does what is being typed into the
  // search while an answer is on its way.
  function put(html) {
    var page = document.adoptNode(new DOMParser().parseFromString(html, "text/html").body);
    var list = page.querySelector(".library-lists");
    if (!list) { throw new Error("no list"); }
    var old = body.querySelector(".library-lists");
    if (!old) {
      body.append.apply(body, Array.from(page.childNodes));
      mark();
      return;
    }
    var focused = old.contains(document.activeElement) ? document.activeElement : null;
    boxes().filter(function (box) { return box.checked; }).forEach(function (box) {
      var twin = twinOf(box, list);
      if (twin) { twin.closest("li").remove(); }
      list.querySelector(".library-kept").append(box.closest("li"));
    });
    old.replaceWith(list);
    mark();
    if (focused) {
      (focused.name === "chosen" && twinOf(focused, list) || body.querySelector("[name=q]")).focus();
    }
  }

  function load(query) {
    var number = ++asked;
    return fetch(panel.dataset.url + "?part=1&" + query).then(function (answer) {
      if (answer.redirected && /\/login\//.test(answer.url)) { throw new Error("login"); }
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.text();
    }).then(function (html) {
      if (number === asked) { put(html); said.textContent = ""; }
    }).catch(function (error) {
      said.textContent = error.message === "login"
        ? "登录已过期，请在新窗口重新登录后再查找。"
        : "现在连不上服务器，查不了指标库。您填写的内容不受影响。";
    });
  }

  // The paper is narrower beside the panel: its cells must grow with their text.
  function refit() {
    window.dispatchEvent(new Event("resize"));
  }

  function open() {
    panel.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    refit();
    var ready = body.children.length ? Promise.resolve(mark()) : load("");
    ready.then(function () {
      var words = body.querySelector("[name=q]");
      if (words) { words.focus(); words.select(); }
    });
  }

  function close() {
    panel.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    refit();
    opener.focus();
  }

  function search(event) {
    event.preventDefault();
    load(new URLSearchParams(new FormData(event.target)));
  }

  function insert(event) {
    event.preventDefault();
    var chosen = boxes().filter(function (box) { return box.checked; });
    if (!chosen.length) {
      said.textContent = "请先在要用的指标前打勾。";
      return;
    }
    waiting = chosen.map(keyOf);
    document.dispatchEvent(new CustomEvent("row-operation", { detail: {
      op: "indicators.0.insert",
      pasted: chosen.map(function (box) { return box.value.trimEnd(); }).join("\n"),
      focus: ""
    } }));
  }

  // The table on the screen is a new one: say what came in.
  function changed() {
    var rows = mark();
    var arrived = waiting.filter(function (key) { return key in rows; });
    if (!waiting.length) { return; }
    if (arrived.length) {
      said.textContent = "已插入 " + arrived.length + " 个指标，请填写指标值。";
    } else {
      said.textContent = "没有插入：表中的行已满。";
    }
    waiting = [];
  }

  document.addEventListener("DOMContentLoaded", function () {
    panel = document.getElementById("library");
    opener = document.getElementById("library-open");
    if (!panel || !opener) { return; }
    body = panel.querySelector(".library-body");
    said = panel.querySelector(".library-said");
    opener.setAttribute("aria-expanded", "false");
    opener.setAttribute("aria-controls", panel.id);
    opener.addEventListener("click", function (event) {
      event.preventDefault();
      (panel.hidden ? open : close)();
    });
    panel.querySelector("[data-close]").addEventListener("click", close);
    panel.addEventListener("focusin", mark);
    panel.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { close(); }
    });
    document.getElementById("library-search").addEventListener("submit", search);
    document.getElementById("library-insert").addEventListener("submit", insert);
    var paper = document.getElementById("paper");
    new MutationObserver(changed).observe(paper.parentNode, { childList: true });
  });
})();
