from __future__ import annotations

import json
from pathlib import Path

from bench.lighthouse import HERE, as_alone, kind_of, look_of, middle_of

SITE = "http://127.0.0.1:8000"


def asked(address, kind="Image", size=100):
    return {"url": address, "resourceType": kind, "transferSize": size}


def a_report(*requests, blocked=0.0, largest=900.0, seo=1):
    numbers = {
        "cumulative-layout-shift": 0,
        "total-blocking-time": blocked,
        "first-contentful-paint": 640.0,
        "largest-contentful-paint": largest,
    }
    audits = {name: {"numericValue": value} for name, value in numbers.items()}
    scores = {"performance": 0.994, "accessibility": 1, "best-practices": 1, "seo": seo}
    return {
        "finalDisplayedUrl": f"{SITE}/",
        "categories": {name: {"score": score} for name, score in scores.items()},
        "audits": audits | {"network-requests": {"details": {"items": list(requests)}}},
    }


def test_requests_are_told_apart_by_what_was_asked_for():
    kinds = [
        kind_of(asked(SITE + path, kind))
        for path, kind in (
            ("/world/", "Document"),
            ("/a/0123456789abcdef.js", "Script"),
            ("/m/0123456789abcdef-720.avif", "Image"),
            ("/adverts/top/world?lang=en", "Document"),
            ("/adverts/picture/0a.jpg", "Image"),
            ("/adverts/count/served/TOKEN", "Image"),
            ("/favicon.svg", "Other"),
        )
    ]

    assert kinds == ["page", "script", "picture", "advert", "advert's picture", "advert's count", "icon"]


def test_pictures_are_left_out_of_the_bytes_and_counts_of_adverts_are_not():
    look = look_of(
        a_report(
            asked(f"{SITE}/", "Document", 9_000),
            asked(f"{SITE}/m/0a-720.avif", size=14_000),
            asked(f"{SITE}/adverts/picture/0a.jpg", size=10_000),
            asked(f"{SITE}/adverts/count/served/TOKEN", size=219),
            asked("data:image/svg+xml,x", size=0),
        )
    )

    assert (look.requests, look.plain_bytes, look.adverts) == (4, 9_219, 1)
    assert look.scores["performance"] == 99


def test_an_address_of_others_is_named():
    look = look_of(a_report(asked(f"{SITE}/", "Document"), asked("https://elsewhere.example/x.js", "Script")))

    assert look.foreign == ("https://elsewhere.example/x.js",)


def test_of_several_looks_the_middle_is_taken_and_of_what_must_never_be_the_worst():
    page, other = asked(f"{SITE}/", "Document"), asked("https://elsewhere.example/x.js", "Script")
    looks = [
        look_of(a_report(page, blocked=0.0)),
        look_of(a_report(page, other, blocked=10.0)),
        look_of(a_report(page, blocked=90.0)),
    ]

    middle = middle_of(looks)

    assert (middle.blocked, middle.requests, len(middle.foreign), middle.adverts) == (10.0, 2, 1, 0)


def test_lighthouse_is_locked_and_the_lock_names_no_host_to_fetch_from():
    lock = json.loads(Path(HERE / "package-lock.json").read_text("utf-8"))

    assert lock["packages"]["node_modules/lighthouse"]["version"] == "12.8.2"
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_time_a_task_waited_for_the_processor_is_taken_out_of_it_and_of_what_it_did():
    def event(name, ts, dur, phase="X", thread=1, **more):
        return {"name": name, "ts": ts, "dur": dur, "ph": phase, "pid": 1, "tid": thread, **more}

    task, layout, later, other = as_alone(
        [
            event("RunTask", 1_000, 400, tdur=100),
            event("Layout", 1_200, 200),
            event("Paint", 5_000, 40),
            event("Layout", 1_200, 200, thread=2),
        ]
    )

    assert (task["ts"], task["dur"]) == (1_000, 100)
    assert (layout["ts"], layout["dur"]) == (1_050, 50)
    assert (later["dur"], other["dur"]) == (40, 200)
