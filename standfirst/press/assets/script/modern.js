if (!root.attachShadow) return;
