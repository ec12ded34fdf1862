// What scripts of their own (own/) use of this one.
if (!root.attachShadow) return;
window.sf = SHARED;
