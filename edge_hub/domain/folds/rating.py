"""Ratings of services."""

from typing import Any

from edge_hub.contract import (
    rating,
)

from ..hall import Hall
from .changes import Entities, Folds, Sealed, tell_again


def _rated(state: Hall, e: rating.ServiceRated, _: Sealed) -> None:
    _rating(state, e.service, level=e.level, rated_ms=e.at_ms)


def _rating_changed(state: Hall, e: rating.RatingChanged, _: Sealed) -> None:
    _rating(state, e.service, level=e.level)


def _detailed(state: Hall, e: rating.RatingDetailed, _: Sealed) -> None:
    _rating(state, e.service, tags=e.tags)


def _defaulted(state: Hall, e: rating.RatingDefaulted, _: Sealed) -> None:
    _rating(state, e.service, defaulted_ms=e.at_ms)


def _rating(state: Hall, service_id: str, /, **changes: Any) -> None:
    old = state.service(service_id)
    if old is None:
        assert state.headless, f"service {service_id} is not to be rated any more"
        return
    state.put_rated(old._replace(ever=old.ever + 1, **changes))
    if service_id in state.services:
        tell_again(state, old.window)


ENTITY: Entities = {
    rating.ServiceRated: ("service", "service"),
    rating.RatingChanged: ("service", "service"),
    rating.RatingDetailed: ("service", "service"),
    rating.RatingDefaulted: ("service", "service"),
}

FOLDS: Folds = {
    rating.ServiceRated: _rated,
    rating.RatingChanged: _rating_changed,
    rating.RatingDetailed: _detailed,
    rating.RatingDefaulted: _defaulted,
}
