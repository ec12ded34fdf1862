"""A crowd: readers in processes of their own, each asking for several pages at once and checking every byte of the answers."""

from __future__ import annotations

import multiprocessing
import os
import random
import socket
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from typing import Self

from bench.faults.answers import Answer, AnswerCut, answers_on, asking
from bench.faults.readers import ENCODINGS, Reading, checked, older
from standfirst.config.lifeline import follow_parent

#: Requests sent at once on one connection, before the first answer is read; and on one connection before another is opened.
_AT_ONCE, _ON_ONE = 16, 4_000
#: What is kept of the wrong answers of one reader.
_KEPT = 20

_apart = multiprocessing.get_context("spawn")


class Crowd:
    """Some readers, until the end of the ``with`` block; ``met`` says afterwards what they met."""

    def __init__(self, port: int, paths: Sequence[str], *, count: int) -> None:
        self._stop = _apart.Event()
        self._counts = [_apart.Value("Q", 0) for _ in range(count)]
        self._results: Queue[Reading] = _apart.Queue()
        self._readers = [
            _apart.Process(
                target=_read,
                args=(_Reader(port, paths, random.Random(seed), own, self._stop), self._results, os.getpid()),
                daemon=True,
            )
            for seed, own in enumerate(self._counts)
        ]
        self.met = Reading()

    def __enter__(self) -> Self:
        for reader in self._readers:
            reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for _reader in self._readers:
            self.met += self._results.get(timeout=30)
        for reader in self._readers:
            reader.join(10)

    @property
    def asked(self) -> int:
        """How many answers were checked so far."""
        return sum(int(own.value) for own in self._counts)

    @property
    def is_whole(self) -> bool:
        """Whether every reader still reads."""
        return all(reader.is_alive() for reader in self._readers)


def _read(reader: _Reader, results: Queue[Reading], parent: int) -> None:
    follow_parent(parent)
    reader.read()
    results.put(reader.met)


@dataclass(slots=True)
class _Reader:
    """One of the crowd. own: how many answers it checked, for others to see; newest: what it saw at each address."""

    port: int
    paths: Sequence[str]
    dice: random.Random
    own: Synchronized[int]
    stop: Event
    met: Reading = field(default_factory=Reading)
    newest: dict[tuple[str, int], int] = field(default_factory=dict)

    def read(self) -> None:
        """Read until ``stop``."""
        while not self.stop.is_set():
            try:
                self._read_on_one()
            except (AnswerCut, ConnectionError):
                self.met.cut += 1
            except OSError:
                self.met.refused += 1
                self.stop.wait(0.01)

    def _read_on_one(self) -> None:
        """Ask and check on one connection until ``stop``, or until it has been used for long."""
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=30)) as connection:
            answers = answers_on(connection)
            for _ in range(_ON_ONE // _AT_ONCE):
                if self.stop.is_set():
                    return
                asked = [(self.dice.choice(self.paths), self.dice.choice(ENCODINGS)) for _ in range(_AT_ONCE)]
                connection.sendall(b"".join(asking(path, encoding) for path, encoding in asked))
                for path, _encoding in asked:
                    self._check(path, next(answers))
                self.own.value += len(asked)

    def _check(self, path: str, answer: Answer) -> None:
        fault, page = checked(*answer)
        fault = fault or (f"{answer.status}" if answer.status != 200 else "")
        wrong = [f"{path}: {fault}"] if fault else older(path, page, self.newest)
        self.met.wrong += wrong[: max(0, _KEPT - len(self.met.wrong))]
        self.met.answers[answer.status] += 1
