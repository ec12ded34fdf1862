// Reads a page from standard input as Firefox's reader view does, and prints what it found as JSON.
const { JSDOM } = require("jsdom");
const { Readability } = require("@mozilla/readability");

const page = require("fs").readFileSync(0, "utf8");
const document = new JSDOM(page, { url: process.argv[2] }).window.document;
const found = new Readability(document).parse() || {};
const { content = null, title = null, byline = null, publishedTime = null } = found;
process.stdout.write(JSON.stringify({ content, title, byline, publishedTime }));
