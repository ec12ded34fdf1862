// Adverts of other people's servers: whom this reader said yes to is kept on the device until they take it back, in the
// advert or in the page's foot. The frame asks.
part(function () {
  var KEY = "adverts-from", offered = {};

  function agreed() { return (kept(KEY) || "").match(/\S+/g) || []; }
  function others(host) { return agreed().filter(function (one) { return one !== host; }); }

  function refuse(host) {
    keep(KEY, others(host).join(" ") || null);
    if (offered[host]) list.removeChild(offered[host]);
    offered[host] = null;
    slots().forEach(function (frame) { frame.contentWindow.postMessage("no " + host, "*"); });
  }

  function offer(host) {
    if (offered[host]) return;
    var button = tool(list, "li");
    offered[host] = list.lastChild;
    // In the language of the foot, which is the paper's own and not always the story's.
    name(button, (told[(list.parentNode.lang || root.lang).split("-")[0]] || told.en).replace("{host}", host));
    button.onclick = function () { refuse(host); };
  }

  agreed().forEach(offer);
  hear(/^(may|yes|no) ([a-z0-9.:-]{1,253})$/, function (said, frame) {
    var host = said[2];
    if (said[1] === "no") refuse(host);
    else if (said[1] === "yes") {
      keep(KEY, others(host).concat(host).join(" "));
      offer(host);
    } else if (agreed().indexOf(host) >= 0) frame.contentWindow.postMessage("yes " + host, "*");
  });
});
