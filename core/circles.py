"""Circles of given radii packed together, none touching another."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import hypot, inf, log, sqrt
from random import Random

# The x and y of the middle, and the radius.
Circle = tuple[float, float, float]

GAP = 4
# The circles are placed in several orders, of which the best is kept: as many orders as
# make so many circles in all, for time; each strays so far from largest first.
PLACED, STRAY = 60, 0.2
ROUNDS = 60


def pack_circles(radii: list[float], aspect: float) -> list[Circle]:
    """Return a circle for each radius, in the same order, close together around 0, 0.

    They are GAP apart, or nearly; `aspect`, width over height, is aimed at. The same
    radii always give the same circles.
    """
    random = Random(7)  # noqa: S311  The drawing must be the same each time.
    trials = []
    for trial in range(1 + PLACED // max(len(radii), 1)):
        stray = STRAY if trial else 0
        weights = [r * random.uniform(1 - stray, 1 + stray) for r in radii]
        order = sorted(range(len(radii)), key=lambda index: -weights[index])
        circles = _placed([radii[index] for index in order], aspect)
        trials.append((_score(circles, aspect), trial, order, circles))
    _, _, order, circles = min(trials)
    places = dict(zip(order, _drawn_together(circles, aspect), strict=True))
    return [places[index] for index in range(len(radii))]


def bounds(circles: Sequence[Circle]) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of the circles together, 0 if none."""
    return (
        min((x - r for x, _, r in circles), default=0),
        min((y - r for _, y, r in circles), default=0),
        max((x + r for x, _, r in circles), default=0),
        max((y + r for _, y, r in circles), default=0),
    )


def spread(circles: list[Circle], width: float, height: float) -> list[Circle]:
    """Return the circles pushed apart until they are GAP apart, or nearly.

    They stay between 0 and the width and the height, and as near as may be to where
    they were; no two may start at the same place.
    """
    moved = [list(circle) for circle in circles]
    for _ in range(300):
        if not _push_apart(_neighbours(moved)):
            break
        for circle in moved:
            circle[0] = min(max(circle[0], circle[2]), width - circle[2])
            circle[1] = min(max(circle[1], circle[2]), height - circle[2])
    return [tuple(circle) for circle in moved]


def _score(circles: list[Circle], aspect: float) -> float:
    """Return how bad a packing is: its area, more where its proportions are wrong."""
    if not circles:
        return 0
    left, top, right, bottom = bounds(circles)
    width, height = right - left, bottom - top
    return width * height * (1 + 0.6 * abs(log(width / height / aspect)))


def _placed(radii: list[float], aspect: float) -> list[Circle]:
    """Put each circle against two others, at the free spot nearest the middle."""
    circles: list[Circle] = []
    for radius in radii:
        if len(circles) < 2:
            x = circles[0][2] + radius + GAP if circles else 0
            circles.append((x, 0, radius))
        else:
            circles.append(_nearest_spot(circles, radius, aspect))
    return circles


def _nearest_spot(circles: list[Circle], radius: float, aspect: float) -> Circle:
    """Return the free circle against two others that is nearest the middle.

    Nearness is stretched by the aspect, so that a wide drawing fills sideways.
    """
    best, nearest = None, inf
    for x, y in _spots(circles, radius):
        far = hypot((abs(x) + radius * 0.75) / aspect, abs(y) + radius * 0.75)
        if far < nearest and _is_free(x, y, radius, circles):
            best, nearest = (x, y, radius), far
    return best


def _spots(circles: list[Circle], radius: float) -> Iterator[tuple[float, float]]:
    """Yield where a circle of this radius would stand a gap away from two circles."""
    for (x0, y0, r0), (x1, y1, r1) in combinations(circles, 2):
        dx, dy = x1 - x0, y1 - y0
        reach0, reach1 = r0 + radius + GAP, r1 + radius + GAP
        square = dx * dx + dy * dy
        if square > (reach0 + reach1) ** 2:
            continue
        along = (reach0 * reach0 - reach1 * reach1 + square) / 2 / square
        aside = sqrt(max(reach0 * reach0 / square - along * along, 0))
        yield x0 + along * dx - aside * dy, y0 + along * dy + aside * dx
        yield x0 + along * dx + aside * dy, y0 + along * dy - aside * dx


def _is_free(x: float, y: float, radius: float, circles: list[Circle]) -> bool:
    for other_x, other_y, other_radius in circles:
        dx, dy, least = x - other_x, y - other_y, radius + other_radius + GAP - 0.01
        if dx * dx + dy * dy < least * least:
            return False
    return True


def _drawn_together(circles: list[Circle], aspect: float) -> list[Circle]:
    """Pull all circles to the middle and push them apart again, which closes the holes.

    Should they not come free of each other, the circles are returned as they were.
    """
    moved = [list(circle) for circle in circles]
    for turn in range(ROUNDS):
        if turn % 10 == 0:
            neighbours = _neighbours(moved)
        pull = 0.05 * (1 - turn / ROUNDS)
        for circle in moved:
            circle[0] -= circle[0] * pull / aspect
            circle[1] -= circle[1] * pull * aspect
        for _ in range(3):
            _push_apart(neighbours)
    for _ in range(60):
        if not _push_apart(_neighbours(moved)):
            return [tuple(circle) for circle in moved]
    return circles


def _neighbours(circles: list[list[float]]) -> list[tuple[list, list, float]]:
    """Return the pairs near enough to meet soon, each with its least distance."""
    pairs = []
    for one, other in combinations(circles, 2):
        least = one[2] + other[2] + GAP
        if hypot(one[0] - other[0], one[1] - other[1]) < least + 24:
            pairs.append((one, other, least))
    return pairs


def _push_apart(neighbours: list[tuple[list, list, float]]) -> bool:
    """Move the pairs that are too near, the smaller one farther; say if any was."""
    moved = False
    for one, other, least in neighbours:
        dx, dy = one[0] - other[0], one[1] - other[1]
        square = dx * dx + dy * dy
        if square < (least - 0.2) ** 2:
            distance = sqrt(square) or 1
            push = (least - distance) / distance / (one[2] + other[2])
            one[0] += dx * push * other[2]
            one[1] += dy * push * other[2]
            other[0] -= dx * push * one[2]
            other[1] -= dy * push * one[2]
            moved = True
    return moved
