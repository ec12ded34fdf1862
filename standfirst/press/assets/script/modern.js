// What scripts of their own (live.js) use of this one.
if (!root.attachShadow) return;
window.sf = SHARED;
