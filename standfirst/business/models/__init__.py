"""What is sold: advertisers, their orders, the flights of those, the creatives that are shown, and what was counted."""

from standfirst.business.models.count import Count, Node
from standfirst.business.models.creative import SIZE_OF, Creative
from standfirst.business.models.flight import Flight
from standfirst.business.models.house_rules import HouseRules, Rate
from standfirst.business.models.orders import Advertiser, Order, PriceModel

__all__ = ["SIZE_OF", "Advertiser", "Count", "Creative", "Flight", "HouseRules", "Node", "Order", "PriceModel", "Rate"]
