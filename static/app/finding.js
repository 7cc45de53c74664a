// What the checks say of a cell, in a panel beside it: the quotation, what is wrong and how
// to mend it, and where it is safe a button that writes the mend as if it were typed. Esc
// leads back to the cell. It lies over the page and moves nothing.
window.finding = (function () {
  "use strict";

  var panel = null;
  var opener = null; // the cell, or the line in the heading that counts
  var typed = {};    // reasons that were not saved yet, by what they are for

  function made(tag, name, text) {
    var node = document.createElement(tag);
    if (name) { node.className = name; }
    if (text) { node.textContent = text; }
    return node;
  }

  function button(text, act) {
    var node = made("button", "btn btn-outline-primary btn-sm", text);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  }

  function close(back) {
    if (panel.hidden) { return; }
    panel.hidden = true;
    if (back && opener && opener.isConnected) { opener.focus({ preventScroll: true }); }
  }

  // As if it were typed: the browser undoes it with Ctrl+Z, and nothing is saved.
  function write(mend) {
    var cell = document.getElementById("f-" + mend.path);
    close(false);
    if (!cell) { return; }
    cell.focus();
    cell.select();
    document.execCommand(mend.text ? "insertText" : "delete", false, mend.text);
  }

  function goTo(path) {
    var cell = window.findings.cellOf(path);
    close(false);
    cell.focus();
    if (cell.select) { cell.select(); }
  }

  // Why a warning stays as it is: saved at once, for it is no part of the form.
  function reason(finding) {
    var box = made("div", "reason");
    var area = made("textarea", "form-control");
    var said = made("p", "quiet");
    area.rows = 2;
    area.maxLength = 500;
    area.value = typed[finding.digest] || (finding.answer ? finding.answer.reason : "");
    area.setAttribute("aria-label", "不修改的理由");
    area.placeholder = "不修改的理由，审核人会看到";
    area.addEventListener("input", function () { typed[finding.digest] = area.value; });
    said.setAttribute("role", "status");
    if (finding.answer) { said.textContent = "已说明，" + finding.answer.by; }
    box.append(area, button("保存理由", function () {
      said.textContent = "正在保存…";
      window.findings.answer(finding, area.value).then(function (words) {
        said.textContent = words;
        if (finding.answer) { delete typed[finding.digest]; }
      });
    }), said);
    return box;
  }

  // ``wide``: in the list of all, each says of which cell it is.
  function entry(finding, wide) {
    var item = made("li");
    var head = made("p");
    head.append(made("span", "weight weight-" + finding.severity, finding.label), " ");
    if (wide && window.findings.cellOf(finding.path)) {
      var link = made("button", "link to-cell", finding.cell);
      link.type = "button";
      link.addEventListener("click", function () { goTo(finding.path); });
      head.append(link);
    } else {
      head.append(wide ? finding.cell : finding.rule);
    }
    item.append(head);
    if (finding.found && !wide) { item.append(made("blockquote", "", finding.found)); }
    item.append(made("p", "", finding.message));
    if (finding.mend && document.getElementById("f-" + finding.mend.path)) {
      item.append(button("改为“" + finding.mend.text + "”", function () { write(finding.mend); }));
    }
    if (finding.severity === "warning" && (!wide || !window.findings.cellOf(finding.path))) {
      item.append(reason(finding));
    }
    return item;
  }

  // Under the cell; over it where there is more room. Neither lies under the heading or
  // the line at the foot.
  function place(anchor) {
    var at = anchor.getBoundingClientRect();
    var floor = document.getElementById("foot").getBoundingClientRect().top;
    var ceiling = Math.max(0, document.querySelector(".target-head").getBoundingClientRect().bottom);
    var below = floor - at.bottom, above = at.top - ceiling;
    var isBelow = below >= panel.offsetHeight || below >= above;
    panel.style.maxHeight = Math.max(120, isBelow ? below : above) - 8 + "px";
    var left = Math.min(at.left, document.documentElement.clientWidth - panel.offsetWidth - 8);
    var top = isBelow ? at.bottom + 4 : at.top - panel.offsetHeight - 4;
    panel.style.left = Math.max(8, left) + window.scrollX + "px";
    panel.style.top = top + window.scrollY + "px";
  }

  function open(anchor, found) {
    var wide = !anchor.matches(".cell");
    var list = panel.querySelector("ul");
    list.textContent = "";
    if (!found.length) { return; }
    found.forEach(function (finding) { list.append(entry(finding, wide)); });
    panel.querySelector(".finding-cell").textContent =
      wide ? "自动审核" : found[0].cell;
    opener = anchor;
    panel.hidden = false;
    panel.style.maxHeight = "";
    place(anchor);
    (list.querySelector("button, textarea") || panel).focus({ preventScroll: true });
  }

  document.addEventListener("DOMContentLoaded", function () {
    panel = document.getElementById("finding");
    if (!panel) { return; }
    panel.querySelector("[data-close]").addEventListener("click", function () { close(true); });
    panel.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !event.isComposing) { close(true); }
    });
    // Whoever goes on working elsewhere is done with it.
    document.addEventListener("pointerdown", function (event) {
      if (!panel.contains(event.target)) { close(false); }
    });
    document.addEventListener("focusin", function (event) {
      if (!panel.contains(event.target) && event.target !== opener) { close(false); }
    });
  });
  document.addEventListener("rows-moved", function () { close(false); });

  return { open: open };
})();
