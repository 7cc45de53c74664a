// Shows the inputs of the chosen kind of 审核表 and adds up its points while one types;
// without this file all inputs are shown, and the server adds up.
(function () {
  "use strict";

  function grade(total, bands) {
    if (total >= bands[0]) { return "优"; }
    if (total >= bands[1]) { return "良"; }
    return total >= bands[2] ? "中" : "差";
  }

  document.addEventListener("DOMContentLoaded", function () {
    var form = document.querySelector("form.grading");
    if (!form) { return; }
    var bands = form.dataset.bands.split(",").map(Number);
    var scores = Array.from(form.querySelectorAll("[name^='score_']"));

    function choose() {
      var kind = form.querySelector("[name='kind']:checked");
      form.querySelectorAll("[data-only]").forEach(function (part) {
        part.hidden = Boolean(kind) && part.dataset.only !== kind.value;
      });
    }

    // In tenths, as whole numbers: no binary fractions.
    function add() {
      var filled = scores.filter(function (input) { return input.value !== ""; });
      var tenths = filled.reduce(function (sum, input) {
        return sum + Math.round(Number(input.value) * 10);
      }, 0);
      var said = tenths / 10 + "分";
      if (filled.length === scores.length) {
        said += "，" + grade(tenths / 10, bands);
      } else {
        said += "（还有" + (scores.length - filled.length) + "项没有评分）";
      }
      document.getElementById("total").textContent = said;
    }

    form.addEventListener("change", choose);
    form.addEventListener("input", add);
    choose();
    add();
  });
})();
