// A paper that does not say what changed since forgets what was read.
keep("read", null);
