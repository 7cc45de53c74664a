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

  function quoted(cell) {
    return "“" + cell.value.trim().slice(0, 30) + "”";
  }

  function budget() {
    var cells = ["total", "fiscal", "other"].map(function (name) {
      return document.getElementById("f-budget." + name);
    });
    var amounts = cells.map(function (cell) { return millionths(typed(cell)); });
    var wrong = cells[amounts.indexOf(null)];
    if (wrong) { return [quoted(wrong) + "不是金额，请只填数字，如 161 或 69.3", true]; }
    if (!cells.some(typed)) { return ["还没有填写金额", false]; }
    var parts = amounts[1] + amounts[2];
    var sum = plain(amounts[1]) + " + " + plain(amounts[2]) + " = " + plain(parts) + unit();
    if (!typed(cells[0])) { return [sum + "，预算数还没有填写", true]; }
    var right = parts === amounts[0];
    return [sum + (right ? "，与预算数一致" : "，预算数是 " + plain(amounts[0]) + unit()), !right];
  }

  // The steps that are filled in, as [label, millionths of a per cent, its cell].
  function steps() {
    return Array.from(document.querySelectorAll("[name^='plan.']")).filter(typed).map(function (cell) {
      return [cell.name.split(".")[1] + "月底", millionths(typed(cell).replace(/%$/, "")), cell];
    });
  }

  function plan() {
    var found = steps();
    var wrong = found.find(function (step) { return step[1] === null || step[1] > 100000000n; });
    if (wrong) { return [quoted(wrong[2]) + "不是0到100的百分数，请填如 25% 或 100%", true]; }
    if (!found.length) { return ["还没有填写支出计划", false]; }
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
