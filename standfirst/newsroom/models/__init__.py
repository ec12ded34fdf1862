"""The nouns of the newsroom, one file a noun."""

from __future__ import annotations

from standfirst.newsroom.models.capture import Capture
from standfirst.newsroom.models.front import FeaturedOnPaper, PaperFront
from standfirst.newsroom.models.image import CreditedImage, CreditedRendition
from standfirst.newsroom.models.paper import PaperSettings
from standfirst.newsroom.models.person import Person
from standfirst.newsroom.models.preview_link import PreviewLink
from standfirst.newsroom.models.section import FeaturedInSection, SectionPage
from standfirst.newsroom.models.standing import Listing, Standing
from standfirst.newsroom.models.story import StoryByline, StoryPage, StoryRelated, StoryTopic
from standfirst.newsroom.models.topic import Topic

__all__ = [
    "Capture",
    "CreditedImage",
    "CreditedRendition",
    "FeaturedInSection",
    "FeaturedOnPaper",
    "Listing",
    "PaperFront",
    "PaperSettings",
    "Person",
    "PreviewLink",
    "SectionPage",
    "Standing",
    "StoryByline",
    "StoryPage",
    "StoryRelated",
    "StoryTopic",
    "Topic",
]
