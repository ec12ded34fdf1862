// Keeps what was read, and holds pictures back where its reader saves data. `told` comes from the press: whether it does the
// one and the other, and its words. The network always comes first: what was taken down, changed or corrected is never shown
// from here to a reader who is online, and what is gone is forgotten within ten minutes of being online.
"use strict";
var STORE = "read-1", SAVER = "saver", MOST = 240, LOOK_MS = 600000, looked = 0;
// One pixel wide and of no height and no shape of its own: the room a page reserves for a picture stays as it is.
var HELD = '<svg xmlns="http://www.w3.org/2000/svg" width="1"/>';

addEventListener("install", function () { skipWaiting(); });

addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.map(function (name) { return told.keeps && name === STORE || told.saves && name === SAVER || caches.delete(name); }));
  }).then(function () { return clients.claim(); }));
});

addEventListener("message", function (event) {
  if (!told.keeps) return;
  event.waitUntil(Promise.all([caches.open(STORE), saving()]).then(function (found) {
    var store = found[0];
    return Promise.all(event.data.map(function (address) {
      if (found[1] && /\/m\//.test(address)) return;
      return fetch(address).then(function (answer) { return keep(store, address, answer); }).catch(function () {});
    })).then(function () { return forgetOldest(store); });
  }));
});

addEventListener("fetch", function (event) {
  var asked = event.request, path = new URL(asked.url).pathname;
  if (asked.method !== "GET" || asked.url.indexOf(location.origin + "/") || /^\/(adverts|seen|newsroom|search|go)(\/|$)/.test(path)) return;
  if (asked.mode === "navigate" && told.keeps) event.respondWith(page(event, asked, path));
  else if (/^\/m\//.test(path)) event.respondWith(picture(asked));
  else if (/^\/a\//.test(path)) event.respondWith(byContent(asked));
});

// What is named by its content is the same for good.
function byContent(asked) {
  return caches.match(asked).then(function (kept) { return kept || fetch(asked); });
}

function saving() {
  return told.saves ? caches.has(SAVER) : Promise.resolve(false);
}

// What the device has already costs nothing. A picture that was tapped is asked for with a sign (script/own/saver.js).
function picture(asked) {
  if (/\?$/.test(asked.url)) return fetch(asked.url.slice(0, -1));
  return Promise.all([caches.match(asked), saving()]).then(function (found) {
    if (found[0] || !found[1] || asked.destination !== "image") return found[0] || fetch(asked);
    return fetch(asked.url, { cache: "only-if-cached", mode: "same-origin" }).catch(function () {}).then(function (had) {
      return had && had.ok ? had : new Response(HELD, { headers: { "content-type": "image/svg+xml", "cache-control": "no-store" } });
    });
  });
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
      return store.match(path).then(function (kept) {
        return kept ? copyOf(kept) : store.match("/").then(function (front) {
          if (front) return listOf(store, front);
          throw offline;
        });
      });
    });
  });
}

// The page, and when it was kept: own/kept.js says so.
function copyOf(kept) {
  return kept.text().then(function (text) { return marked(kept, text, kept.headers.get("kept-at") || 0); });
}

// Without the frames of its adverts, which would show a browser's error; their room stays.
function marked(kept, text, at) {
  text = text.replace("<html", '<html data-kept="' + at + '"').replace(/(<noscript>)?<iframe src="\/adverts\/[^>]*><\/iframe>(<\/noscript>)?/g, "");
  return new Response(text, { headers: kept.headers });
}

// The stories on this device, newest first, in the frame of the front.
function listOf(store, front) {
  return store.keys().then(function (all) {
    return Promise.all(all.reverse().filter(function (each) { return /\/\d{4}\/\d\d\/\d\d\/[^\/]+\/$/.test(each.url); }).map(function (each) {
      return store.match(each).then(function (kept) { return kept.text(); }).then(function (text) {
        var head = /<html ([^>]*?)( class="[^"]*")?>/.exec(text), title = /<h1>([^]*?)<\/h1>/.exec(text);
        return head && title ? "<li class=\"card bare\" " + head[1] + "><h3><a href=\"" + new URL(each.url).pathname + "\">" + title[1] + "</a></h3></li>" : "";
      });
    }));
  }).then(function (cards) {
    return front.text().then(function (text) {
      var list = '<main id="story" class="front"><section class="list"><h2>' + told.title + "</h2>" + (cards.length ? "<p>" + told.what + "</p>" : "") + '<ul class="cards">' + cards.join("") + "</ul></section></main>";
      return marked(front, text.replace(/<main[^]*<\/main>/, function () { return list; }), 0);
    });
  });
}

// Of pages only those that are there; a page that is gone goes here as well.
function keep(store, address, answer) {
  if (answer.status === 404 || answer.status === 410) return store.delete(address);
  if (answer.status !== 200 || answer.redirected) return Promise.resolve();
  // Read whole first: what is kept is let go only for what came to its end. Put in its place in one step, it is the youngest.
  return answer.blob().then(function (body) {
    var headers = new Headers(answer.headers);
    headers.set("kept-at", Date.now());
    return store.put(address, new Response(body, { headers: headers }));
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
