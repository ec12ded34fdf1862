// Larger type, as script/size.js remembers it.
if (store.size) root.style.fontSize = 100 + [0, 12.5, 25, 50][store.size] + "%";
