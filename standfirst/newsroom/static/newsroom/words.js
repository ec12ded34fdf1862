// Counts the words of the story while it is written: headline, standfirst and body, not the pull quotes.
(function () {
    "use strict";
    var wanted = "#id_title, #id_standfirst, [data-contentpath='body'] [contenteditable='true'], " +
        "[data-contentpath='body'] input[type='text'], [data-contentpath='body'] textarea:not([hidden])";

    function wordsIn(field) {
        if (field.closest("[data-contentpath='pull_quote']") || field.offsetParent === null) return 0;
        var said = field.isContentEditable ? field.innerText : field.value;
        return (said.match(/\S+/g) || []).length;
    }

    function count(shown) {
        var words = 0;
        document.querySelectorAll(wanted).forEach(function (field) { words += wordsIn(field); });
        shown.textContent = words;
    }

    document.addEventListener("DOMContentLoaded", function () {
        var shown = document.querySelector("[data-newsroom-words-count]");
        var waiting = null;
        if (!shown) return;
        document.addEventListener("input", function () {
            clearTimeout(waiting);
            waiting = setTimeout(function () { count(shown); }, 400);
        });
    });
})();
