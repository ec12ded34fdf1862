// What scripts of their own (own/) use of this one.
if (!(window.sf = root.attachShadow && SHARED)) return;
