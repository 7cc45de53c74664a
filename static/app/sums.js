// Whether the budget adds up and the plan goes on, told while one types. Each answers
// with [what to say, whether something is wrong]; the checks on the server decide.
window.sums = (function () {
  "use strict";

  // A comma stands before three figures, as on the server: 1,6,1 is a slip.
  function typed(cell) {
    var text = cell.value.normalize("NFKC").replace(/\s/g, "");
    return /^\d{1,3}(,\d{3})+(\.\d*)?%?$/.test(text) ? text.replace(/,/g, "") : text;
  }

  // Amounts are compared in units of 0.000001, as whole numbers: no binary fractions.
  function millionths(text) {
    if (!text) { return 0n; }
    var match = /^(\d{1,12})(?:\.(\d{0,6}))?$/.exec(text);
    return match ? BigInt(match[1] + (match[2] || "").padEnd(6, "0")) : null;
  }

  function plain(amount) {
    var digits = String(amount).padStart(7, "0");
    return (digits.slice(0, -6) + "." + digits.slice(-6)).replace(/\.?0+$/, "");
  }

  function unit() {
    return document.getElementById("paper").dataset.unit || "";
  }

  function budget() {
    var amounts = ["total", "fiscal", "other"].map(function (name) {
      return millionths(typed(document.getElementById("f-budget." + name)));
    });
    if (amounts.indexOf(null) !== -1) { return ["", false]; }
    var parts = amounts[1] + amounts[2];
    var sum = plain(amounts[1]) + " + " + plain(amounts[2]) + " = " + plain(parts) + unit();
    var right = parts === amounts[0];
    return [sum + (right ? "，与预算数一致" : "，预算数是 " + plain(amounts[0]) + unit()), !right];
  }

  // The steps that are filled in, as [label, millionths of a per cent].
  function steps() {
    return Array.from(document.querySelectorAll("[name^='plan.']")).filter(typed).map(function (cell) {
      return [cell.name.split(".")[1] + "月底", millionths(typed(cell).replace(/%$/, ""))];
    });
  }

  function plan() {
    var found = steps();
    var wrong = found.some(function (step) { return step[1] === null; });
    if (wrong || !found.length) { return ["", false]; }
    for (var i = 1; i < found.length; i++) {
      if (found[i][1] < found[i - 1][1]) {
        return ["累计只增不减：" + found[i][0] + " " + plain(found[i][1]) + "% 小于" +
          found[i - 1][0] + " " + plain(found[i - 1][1]) + "%", true];
      }
    }
    var said = found.map(function (step) { return plain(step[1]) + "%"; }).join(" → ");
    var cells = document.querySelectorAll("[name^='plan.']");
    if (!typed(cells[cells.length - 1])) { return ["累计 " + said, false]; }
    var full = found[found.length - 1][1] === 100000000n;
    return ["累计 " + said + (full ? "" : "，最后应为 100%"), !full];
  }

  return { budget: budget, plan: plan };
})();
