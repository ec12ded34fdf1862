// Reads pages from standard input as Firefox's reader view does: a line of JSON each, and as a line of JSON what it found.
const { JSDOM } = require("jsdom");
const { Readability } = require("@mozilla/readability");

require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { page, address } = JSON.parse(line);
  const document = new JSDOM(page, { url: address }).window.document;
  const found = new Readability(document).parse() || {};
  const { content = null, title = null, byline = null, publishedTime = null } = found;
  process.stdout.write(JSON.stringify({ content, title, byline, publishedTime }) + "\n");
});
