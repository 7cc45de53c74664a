// A form that comes back from the server is put in place of the one on the screen. Its
// rows have other numbers then: what names a cell follows its row, and whoever writes
// meanwhile stays where they are, with what they wrote.
(function (editor) {
  "use strict";

  var ROW =
    /^(overall\.)?((?:medium\.)?(?:indicators|goals)|sub_goals|measures|tasks)\.(\d+)(?=\.|$)/;
  var MODIFIERS = /^(Control|Shift|Alt|Meta|AltGraph|CapsLock)$/;

  var waiting = [];  // operations that wait for their turn
  var current = null;
  var steps = 0;     // how often the user has gone or written somewhere
  var placing = false;

  // ``moved``: {part: [the new index of each row, null if it is gone]} → a function
  // from paths to paths; null for what is gone.
  function renamer(moved) {
    return function (path) {
      var found = ROW.exec(path);
      var places = found && moved[found[2]];
      if (!places) { return path; }
      var place = places[Number(found[3])];
      if (place === undefined || place === null) { return null; }
      return path.replace(ROW, (found[1] || "") + found[2] + "." + place);
    };
  }

  function inverse(moved) {
    var back = {};
    Object.keys(moved).forEach(function (part) {
      back[part] = [];
      moved[part].forEach(function (place, index) {
        if (place !== null) { back[part][place] = index; }
      });
    });
    return back;
  }

  // An operation waits for the ones before it, and follows its row while it does.
  editor.wish = function (values, focus) {
    var wish = { values: values, focus: focus, steps: steps };
    waiting.push(wish);
    return wish;
  };

  editor.begin = function (wish) {
    waiting.splice(waiting.indexOf(wish), 1);
    current = wish;
    return wish.values.op !== null;
  };

  function renamedOperation(op, rename) {
    var renamed = rename(op);
    var to = /^(.*\.to)\.(\d+)$/.exec(renamed || "");
    if (!to) { return renamed; }
    var place = rename(op.replace(/\.\d+\.to\./, "."));
    return place === null ? null : to[1] + "." + place.split(".").pop();
  }

  function follow(rename) {
    waiting.forEach(function (wish) {
      var op = wish.values.op;
      if (op && !/\.insert$/.test(op)) {
        wish.values = Object.assign({}, wish.values, { op: renamedOperation(op, rename) });
      }
      wish.focus = wish.focus && "f-" + rename(wish.focus.slice(2));
    });
  }

  // Buttons outside the table that put something into one of its cells.
  function pointers() {
    return Array.from(document.querySelectorAll("[data-take]"));
  }

  function path(button) {
    return button.dataset.take;
  }

  function point(button, to) {
    button.dataset.take = to || "";
    button.disabled = !to || button.hasAttribute("data-taken");
    button.title = to ? "" : "这一行已不在表中";
  }

  function texts(fields) {
    return new Map(fields.map(function (pair) {
      return [pair[0], pair[1].replace(/\r\n/g, "\n")];
    }));
  }

  // What was written since, with its cell in the new form, and whether it fits there:
  // it does if the cell is as it was sent. ``text`` is null for a box that was unticked.
  function writtenSince(sent, paper, rename) {
    var now = texts(editor.fields()), found = [];

    function add(text, name) {
      var path = rename(name);
      var cell = path && paper.querySelector("[name='" + CSS.escape(path) + "']");
      var fits = cell && (cell.type === "checkbox" ||
        cell.value.trim() === (sent.get(name) || "").trim());
      found.push({ cell: cell, text: text, fits: fits });
    }

    now.forEach(function (text, name) {
      if (sent.get(name) !== text) { add(text, name); }
    });
    sent.forEach(function (_, name) {
      if (!now.has(name)) { add(null, name); }
    });
    return found;
  }

  function fits(written) {
    return written.fits;
  }

  function write(written) {
    var cell = written.cell;
    if (cell.type === "checkbox") {
      cell.checked = written.text !== null;
    } else {
      cell.value = written.text;
    }
  }

  function whereabouts() {
    var at = document.activeElement;
    if (!document.getElementById("paper").contains(at)) { return null; }
    return {
      path: at.id ? at.id.slice(2) : at.value,
      isCell: Boolean(at.id),
      top: at.getBoundingClientRect().top,
      caret: at.setSelectionRange && [at.selectionStart, at.selectionEnd, at.selectionDirection]
    };
  }

  function find(path, isCell) {
    if (!path) { return null; }
    return isCell ? document.getElementById("f-" + path)
      : document.querySelector("#paper button[value='" + path + "']:not(:disabled)");
  }

  // The row that the cursor was to go to, unless the user has gone elsewhere.
  function arrive(here, focus, rename) {
    var hasMovedOn = !current || current.steps !== steps;
    var stays = here && find(rename(here.path), here.isCell);
    var wished = focus && document.getElementById(focus);
    if (wished && (!hasMovedOn || (here && !stays))) {
      wished.focus();
      if (wished.select && !hasMovedOn) { wished.select(); }
    } else if (stays) {
      stays.focus({ preventScroll: true });
      if (here.caret && here.caret[0] !== null) {
        stays.setSelectionRange.apply(stays, here.caret);
      }
      window.scrollBy(0, stays.getBoundingClientRect().top - here.top);
    } else if (here) {
      (find(here.path, true) || document.querySelector("#paper .cell")).focus();
    }
  }

  // Puts the form of ``page`` in place. ``how.sent``: what it is the answer to; what was
  // written since is carried over, or the answer is false and nothing is changed.
  // Without it everything is new. ``how.undo``: an entry of undo.js; what was written
  // into the rows that it takes away goes with them.
  editor.put = function (page, how) {
    var paper = page.getElementById("paper");
    var said = page.getElementById("row-said").dataset;
    var moved = how.undo ? how.undo.back : JSON.parse(said.moved || "{}");
    var rename = renamer(moved);
    var written = how.sent ? writtenSince(texts(how.sent), paper, rename) : [];
    if (!how.undo && !written.every(fits)) { return false; }
    var here = whereabouts(), scroll = [window.scrollX, window.scrollY];
    var before = { fields: editor.fields(), pointers: pointers().map(path) };
    placing = true;
    document.getElementById("paper").replaceWith(document.adoptNode(paper));
    written.filter(fits).forEach(write);
    pointers().forEach(function (button, i) {
      point(button, how.undo ? how.undo.pointers[i] : rename(path(button)));
    });
    follow(rename);
    editor.grow();
    window.scrollTo(scroll[0], scroll[1]);
    document.dispatchEvent(new CustomEvent("rows-moved", { detail: {
      rename: rename, page: page, how: how, before: before, moved: moved, back: inverse(moved)
    } }));
    arrive(here, said.place ? "f-" + said.place : how.focus, rename);
    placing = false;
    current = null;
    editor.touched();
    return true;
  };

  // A character that is being composed belongs to a cell that must stay.
  var composing = null, settling = [];

  editor.composed = function (result) {
    return new Promise(function (resolve) {
      if (editor.isComposing()) { settling.push(resolve); } else { resolve(); }
    }).then(function () { return result; });
  };

  editor.isComposing = function () {
    return Boolean(composing && composing.isConnected);
  };

  function count() {
    if (!placing) { steps += 1; }
  }

  document.addEventListener("compositionstart", function (event) { composing = event.target; });
  document.addEventListener("compositionend", function () {
    composing = null;
    // What was composed is in the cell only after this event.
    setTimeout(function () {
      if (!composing) { settling.splice(0).forEach(function (resolve) { resolve(); }); }
    }, 0);
  });
  document.addEventListener("focusin", count);
  document.addEventListener("pointerdown", count, true);
  document.addEventListener("input", function (event) { if (event.isTrusted) { count(); } });
  document.addEventListener("keydown", function (event) {
    if (!MODIFIERS.test(event.key)) { count(); }
  }, true);
})(window.editor);
