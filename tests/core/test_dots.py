import re
from decimal import Decimal
from math import hypot

from django.template import Context, Engine
from django.test import SimpleTestCase
from django.utils import translation
from django_countries.data import COUNTRIES

from core.dots import (
    EUROPE,
    PITCH,
    UNINHABITED,
    WORLD,
    country_map,
    dots_by_country,
    european_dots_by_country,
    middles,
    position,
)

# Places whose country nobody disputes, far enough from any border for the grid.
CAPITALS = {
    "FR": (47.0, 2.4),
    "BR": (-15.8, -47.9),
    "AU": (-25.3, 131.0),
    "NZ": (-43.5, 171.5),
    "KE": (0.5, 37.5),
    "ES": (40.0, -4.0),
    "UA": (49.5, 30.5),
    "CL": (-33.4, -70.7),
    "MN": (47.9, 104.0),
    "WS": (-13.8, -171.8),
    "MT": (35.9, 14.4),
}


def points(path):
    """Return the dots that a path of dashed runs draws."""
    found, x, y = set(), 0, 0
    for right, down, length in re.findall(r"[Mm](-?\d+) (-?\d+)h(\d+)", path):
        x, y = x + int(right), y + int(down)
        found |= {(x + step, y) for step in range(0, int(length), PITCH)}
        x += int(length)
    return found


def view_box(drawn):
    return [int(number) for number in drawn.view_box.split()]


def draw(drawn):
    template = Engine.get_default().get_template("core/_dots.html")
    return template.render(Context({"map": drawn, "label": "World map: Taiwan"}))


class GridTests(SimpleTestCase):
    def test_every_country_of_iso_3166_has_a_dot(self):
        self.assertGreaterEqual(len(COUNTRIES), 249)
        for code in [*COUNTRIES, "XK"]:
            self.assertTrue(dots_by_country()[code], code)

    def test_every_dot_is_on_the_grid(self):
        for code, dots in dots_by_country().items():
            for column, row in dots:
                self.assertIn(column, range(WORLD.columns), code)
                self.assertIn(row, range(WORLD.rows), code)

    def test_countries_are_where_they_are(self):
        for code, (latitude, longitude) in CAPITALS.items():
            place = WORLD.project(latitude, longitude)
            distances = [
                hypot(x - place[0], y - place[1])
                for x, y in map(position, dots_by_country()[code])
            ]
            self.assertLess(min(distances), PITCH, code)

    def test_crimea_is_in_ukraine_as_in_iso_3166(self):
        # 45.3° North, 34.2° East.
        self.assertNotIn(WORLD.nearest_dot(45.3, 34.2), dots_by_country()["RU"])

    def test_overseas_regions_are_not_in_the_mainland_of_their_state(self):
        columns = [column for column, _ in dots_by_country()["FR"]]
        self.assertLess(max(columns) - min(columns), 8)

    def test_a_country_of_europe_has_a_dot_on_the_map_of_europe(self):
        for code, place in middles().items():
            if EUROPE.shows(*place):
                self.assertTrue(european_dots_by_country()[code], code)

    def test_every_dot_of_europe_is_on_its_grid(self):
        for code, dots in european_dots_by_country().items():
            for column, row in dots:
                self.assertIn(column, range(EUROPE.columns), code)
                self.assertIn(row, range(EUROPE.rows), code)

    def test_the_middle_of_a_country_is_within_it(self):
        for code in ("FR", "BR", "US", "CL", "NZ", "ID"):
            column, row = WORLD.nearest_dot(*middles()[code])
            self.assertIn((column, row), dots_by_country()[code], code)


class ProjectionTests(SimpleTestCase):
    def test_north_is_up_and_east_is_right(self):
        paris, tunis, tokyo = (48.9, 2.4), (36.8, 10.2), (35.7, 139.7)
        self.assertLess(WORLD.project(*paris)[1], WORLD.project(*tunis)[1])
        self.assertLess(WORLD.project(*tunis)[0], WORLD.project(*tokyo)[0])

    def test_samoa_and_chukotka_are_at_the_right_edge(self):
        self.assertGreater(
            WORLD.project(-13.8, -171.8)[0], WORLD.project(-41.3, 174.8)[0]
        )
        self.assertGreater(WORLD.project(66, -172)[0], WORLD.project(62, 129)[0])

    def test_the_poles_are_put_on_the_edges(self):
        self.assertEqual(WORLD.project(90, 0)[1], 0)
        self.assertAlmostEqual(WORLD.project(-90, 0)[1], WORLD.height)

    def test_the_nearest_dot_to_a_dot_is_itself(self):
        self.assertEqual(WORLD.nearest_dot(48.9, 2.4), WORLD.nearest_dot(48.8, 2.3))
        for corner in ((75, -169), (-57, -169), (75, 190.9), (-57, 190.9), (90, 0)):
            column, row = WORLD.nearest_dot(*corner)
            self.assertIn(column, range(WORLD.columns))
            self.assertIn(row, range(WORLD.rows))


class CountryMapTests(SimpleTestCase):
    def test_an_unknown_country_leaves_all_land_and_nothing_picked_out(self):
        for code in (None, "", "ZZ"):
            drawn = country_map(code)
            self.assertEqual((drawn.here, drawn.halo), ("", None))
            self.assertEqual(points(drawn.land), points(country_map(None).land))

    def test_a_country_is_picked_out_of_the_land(self):
        drawn = country_map("FR")
        self.assertEqual(len(points(drawn.here)), len(dots_by_country()["FR"]))
        self.assertFalse(points(drawn.here) & points(drawn.land))

    def test_a_code_in_small_letters_is_known(self):
        self.assertEqual(country_map("fr").here, country_map("FR").here)

    def test_a_country_of_few_dots_is_drawn_heavier(self):
        self.assertGreater(country_map("MT").weight, country_map("BR").weight)

    def test_there_is_a_halo_only_with_both_coordinates(self):
        self.assertIsNone(country_map("FR").halo)
        self.assertIsNone(country_map("FR", 48.9).halo)
        self.assertIsNone(country_map("FR", None, 2.4).halo)
        self.assertEqual(country_map("FR", 0, 0).halo, (451, 224))

    def test_coordinates_may_be_the_decimals_of_a_database(self):
        halo = country_map("FR", Decimal("48.8566"), Decimal("2.3522")).halo
        self.assertEqual(halo, country_map("FR", 48.8566, 2.3522).halo)

    def test_no_dot_touches_the_halo(self):
        drawn = country_map("FR", 48.9, 2.4)
        for x, y in points(drawn.land) | points(drawn.here):
            distance = hypot(x - drawn.halo[0], y - drawn.halo[1])
            self.assertGreater(distance, 9 + 3)  # The halo's radius, and half a dot.

    def test_places_without_inhabitants_are_drawn_for_their_own_records_only(self):
        land = points(country_map(None).land)
        for code in UNINHABITED:
            drawn = country_map(code)
            self.assertEqual(len(points(drawn.here)), 1)
            self.assertFalse(points(drawn.here) & land)

    def test_the_land_is_light(self):
        self.assertLess(len(country_map(None).land), 8000)

    def test_the_whole_world_is_shown_unless_the_surroundings_are_asked_for(self):
        whole, near = (
            view_box(country_map("TW")),
            view_box(country_map("TW", near=True)),
        )
        self.assertGreater(whole[2], WORLD.width)
        self.assertLess(near[2], WORLD.width / 3)

    def test_the_surroundings_hold_the_country_the_place_and_the_land_near_by(self):
        for code in dots_by_country():
            for place in ((), (48.9, 2.4)):
                drawn = country_map(code, *place, near=True)
                left, top, width, height = view_box(drawn)
                shown = points(drawn.here) | points(drawn.land)
                for x, y in shown | ({drawn.halo} if drawn.halo else set()):
                    self.assertTrue(left < x < left + width, code)
                    self.assertTrue(top < y < top + height, code)

    def test_a_map_is_made_once(self):
        self.assertIs(country_map("TW", 23.7, 121.0), country_map("TW", 23.7, 121.0))


class DotsTemplateTests(SimpleTestCase):
    def test_the_map_is_a_named_image(self):
        self.assertIn(
            'role="img" aria-label="World map: Taiwan"', draw(country_map("TW"))
        )

    def test_the_halo_and_the_country_are_drawn_only_where_there_are_any(self):
        self.assertNotIn('class="halo"', draw(country_map("TW")))
        self.assertNotIn('class="here"', draw(country_map(None)))
        self.assertIn('class="halo"', draw(country_map("TW", 23.7, 121)))

    def test_no_number_is_localised(self):
        with self.settings(USE_THOUSAND_SEPARATOR=True), translation.override("fr"):
            html = draw(country_map("TW", 23.7, 121))
        x, y = country_map("TW", 23.7, 121).halo
        self.assertIn(f'cx="{x}" cy="{y}"', html)
