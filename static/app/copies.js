// What this computer keeps while the server cannot: one copy for each time the editor
// was opened, so no page writes over what another one left, and an old copy stays until
// somebody says what is to become of it.
window.editor.copies = (function (editor) {
  "use strict";

  var copies = {};
  var name = Date.now().toString(36) + Math.random().toString(36).slice(2);
  var BESIDE = /^(version|op|page|draft|writer)$/;

  function stem() {
    return "perftargets:" + editor.form.getAttribute("action") + editor.form.dataset.user;
  }

  function mine() {
    return stem() + ":" + name;
  }

  // 2021-05-03 09:30, by the clock of this computer.
  function now() {
    var time = new Date();
    var here = new Date(time - time.getTimezoneOffset() * 60000);
    return here.toISOString().slice(0, 16).replace("T", " ");
  }

  function read(key) {
    try {
      var copy = JSON.parse(localStorage.getItem(key));
      return Array.isArray(copy.fields) ? Object.assign(copy, { key: key }) : null;
    } catch (error) {
      return null;
    }
  }

  // False if storage is full or forbidden.
  copies.keep = function () {
    try {
      var copy = { time: now(), fields: editor.fields() };
      localStorage.setItem(mine(), JSON.stringify(copy));
      return true;
    } catch (error) {
      return false;
    }
  };

  copies.drop = function (key) {
    try { localStorage.removeItem(key); } catch (error) { /* there was none */ }
  };

  copies.forget = function () { copies.drop(mine()); };

  // What earlier pages of this person left, the oldest first.
  copies.others = function () {
    var keys = [];
    try { keys = Object.keys(localStorage); } catch (error) { return []; }
    return keys.filter(function (key) {
      return key === stem() || (key.startsWith(stem() + ":") && key !== mine());
    }).map(read).filter(Boolean).sort(function (one, other) {
      return String(one.time) < String(other.time) ? -1 : 1;
    });
  };

  // The text of the cells alone.
  copies.content = function (fields) {
    return JSON.stringify(fields.filter(function (pair) { return !BESIDE.test(pair[0]); }));
  };

  return copies;
})(window.editor);
