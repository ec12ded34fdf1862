// A light or dark page, as script/dark.js remembers it.
if (store.page) root.setAttribute("data-theme", store.page);
