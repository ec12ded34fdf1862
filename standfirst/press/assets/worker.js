// Keeps what was read. The network always comes first: what was taken down, changed or corrected is never shown from
// here to a reader who is online, and what is gone is forgotten within ten minutes of being online.
"use strict";
var STORE = "read-1", MOST = 240, LOOK_MS = 600000, looked = 0;

addEventListener("install", function () { skipWaiting(); });

addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.map(function (name) { return name === STORE || caches.delete(name); }));
  }).then(function () { return clients.claim(); }));
});

addEventListener("message", function (event) {
  event.waitUntil(caches.open(STORE).then(function (store) {
    return Promise.all(event.data.map(function (address) {
      return fetch(address).then(function (answer) { return keep(store, address, answer); }).catch(function () {});
    })).then(function () { return forgetOldest(store); });
  }));
});

addEventListener("fetch", function (event) {
  var asked = event.request, path = new URL(asked.url).pathname;
  if (asked.method !== "GET" || asked.url.indexOf(location.origin + "/") || /^\/(adverts|seen|newsroom|search|go)(\/|$)/.test(path)) return;
  if (asked.mode === "navigate") event.respondWith(page(event, asked, path));
  else if (/^\/[am]\//.test(path)) event.respondWith(byContent(asked));
});

// What is named by its content is the same for good.
function byContent(asked) {
  return caches.match(asked).then(function (kept) { return kept || fetch(asked); });
}

function page(event, asked, path) {
  return caches.open(STORE).then(function (store) {
    // Asked anew, past the browser's own cache: what is gone must look gone at once.
    return fetch(asked, { cache: "no-cache" }).then(function (answer) {
      // Fetched ahead is not read.
      if (/prefetch/.test(asked.headers.get("Sec-Purpose"))) return answer;
      event.waitUntil(keep(store, path, answer.clone()).then(function () { return forgetGone(store); }));
      return answer;
    }, function (offline) {
      return store.match(path).then(function (kept) { return kept || store.match("/"); }).then(function (kept) {
        if (kept) return kept;
        throw offline;
      });
    });
  });
}

// Of pages only those that are there; a page that is gone goes here as well.
function keep(store, address, answer) {
  if (answer.status === 404 || answer.status === 410) return store.delete(address);
  if (answer.status !== 200 || answer.redirected) return Promise.resolve();
  // Read whole first: what is kept is let go only for what came to its end. Put anew, it is the youngest.
  return answer.blob().then(function (body) {
    var whole = new Response(body, { headers: answer.headers });
    return store.delete(address).then(function () { return store.put(address, whole); });
  }).catch(function () {});
}

function forgetOldest(store) {
  return store.keys().then(function (kept) {
    return Promise.all(kept.slice(0, Math.max(0, kept.length - MOST)).map(function (old) { return store.delete(old); }));
  });
}

// What was read and then taken down: asked for by its head, whenever the reader is online.
function forgetGone(store) {
  if (Date.now() - looked < LOOK_MS) return Promise.resolve();
  looked = Date.now();
  return store.keys().then(function (kept) {
    return Promise.all(kept.filter(function (each) { return /\/$/.test(each.url); }).map(function (each) {
      return fetch(each.url, { method: "HEAD", cache: "no-cache" }).then(function (answer) {
        if (answer.status === 404 || answer.status === 410) return store.delete(each);
      }).catch(function () {});
    }));
  });
}
