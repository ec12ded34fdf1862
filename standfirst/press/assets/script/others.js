// Adverts of other people's servers: whom this reader said yes to is kept on the device until they take it back, in the
// advert or in the page's foot. The frame asks; nothing of the answer is sent anywhere.
part(function () {
  var KEY = "adverts-from", list = document.querySelector(".foot ul"), offered = {};

  function agreed() { return (kept(KEY) || "").match(/\S+/g) || []; }
  function others(host) { return agreed().filter(function (one) { return one !== host; }); }
  function frames() { return [].slice.call(document.querySelectorAll(".ad-slot iframe")); }

  function refuse(host) {
    keep(KEY, others(host).join(" ") || null);
    if (offered[host]) list.removeChild(offered[host]);
    offered[host] = null;
    frames().forEach(function (frame) { if (frame.contentWindow) frame.contentWindow.postMessage("no " + host, "*"); });
  }

  function offer(host) {
    if (!list || offered[host]) return;
    var button = tool(list, "li");
    offered[host] = list.lastChild;
    name(button, words.stop.replace("{host}", host));
    button.onclick = function () { refuse(host); };
  }

  agreed().forEach(offer);
  addEventListener("message", function (told) {
    var said = /^(may|yes|no) ([a-z0-9.:-]{1,253})$/.exec(told.data), host = said && said[2];
    if (!said || !frames().some(function (frame) { return frame.contentWindow === told.source; })) return;
    if (said[1] === "no") refuse(host);
    else if (said[1] === "yes") {
      keep(KEY, others(host).concat(host).join(" "));
      offer(host);
    } else if (agreed().indexOf(host) >= 0) told.source.postMessage("yes " + host, "*");
  });
});
