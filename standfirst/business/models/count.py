"""Counts as they came from the nodes: sums an hour, never people."""

from __future__ import annotations

from django.db import models


class Count(models.Model):
    """How often something happened on one node within one hour.

    flight: the creative's when it was first counted, 0 for none; neither need be there any more.
    event: "served", "viewed", "click", "unfilled", "asked", or one of the first three with a reason it does not count
    ("click-again"). creative: its number, 0 for none. section: its slug, of "unfilled" and "asked" only; "" where it was not
    counted, or is none of the paper's.
    """

    node = models.CharField(max_length=60)
    hour = models.DateTimeField()
    event = models.CharField(max_length=24)
    slot = models.CharField(max_length=12, blank=True)
    section = models.CharField(max_length=80, blank=True)
    creative = models.BigIntegerField(default=0)
    flight = models.BigIntegerField(default=0)
    count = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["node", "hour", "event", "slot", "section", "creative"], name="one_sum_an_hour"
            )
        ]
        indexes = [models.Index(fields=["flight", "event", "hour"]), models.Index(fields=["event", "hour"])]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%dT%H} {self.event} {self.slot}/{self.creative} on {self.node}: {self.count}"


class Node(models.Model):
    """A machine that serves readers, and when it was last heard of."""

    name = models.CharField(max_length=60, unique=True)
    heard = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return str(self.name)
