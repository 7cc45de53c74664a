// How far a background job is, without loading the page again.
"use strict";
(() => {
  const place = document.getElementById("job-state");
  const EVERY = 2000; // milliseconds

  const look = async () => {
    try {
      const answer = await fetch(place.dataset.state, { credentials: "same-origin" });
      // Logged out meanwhile, or the server has trouble: the page itself says it best.
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const text = await answer.text();
      // Whoever is just about to press a button keeps it.
      if (!place.contains(document.activeElement)) place.innerHTML = text;
      if (!text.includes('data-is-open="1"')) {
        location.reload();
        return;
      }
    } catch (error) {
      // Perhaps the network only: the next look will tell.
    }
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
})();
