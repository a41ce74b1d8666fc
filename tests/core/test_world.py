from itertools import combinations, pairwise
from math import hypot

from django.test import SimpleTestCase
from django_countries.data import COUNTRIES

from core.dots import EUROPE, WORLD, dots_by_country, middles
from core.world import SHADES, plates, scale, shade
from tests.core.test_dots import points


class ScaleTests(SimpleTestCase):
    def test_the_steps_cover_every_count_once(self):
        for most in (1, 2, 3, 7, 27, 99, 100, 300, 5_000, 1_000_000):
            steps = scale(most)
            self.assertEqual((steps[0].low, steps[-1].high), (1, most))
            for before, after in pairwise(steps):
                self.assertEqual(before.high + 1, after.low, most)
                self.assertLess(before.shade, after.shade, most)
            self.assertLessEqual(len(steps), SHADES)
            self.assertLessEqual({step.shade for step in steps}, set(range(1, 6)))

    def test_nothing_has_no_steps(self):
        self.assertEqual(scale(0), [])
        self.assertEqual(shade(0, scale(27)), 0)

    def test_a_larger_count_is_never_lighter(self):
        steps = scale(40)
        shades = [shade(count, steps) for count in range(41)]
        self.assertEqual(shades, sorted(shades))
        self.assertEqual((shades[0], shades[1], shades[40]), (0, 1, 5))


class PlatesTests(SimpleTestCase):
    def test_every_country_of_iso_3166_has_a_disc_on_one_plate(self):
        drawn = plates(dict.fromkeys([*COUNTRIES, "XK"], 1))
        marked = [mark.code for plate in drawn for mark in plate.marks]
        self.assertEqual(sorted(marked), sorted([*COUNTRIES, "XK"]))

    def test_no_disc_hides_another_even_with_every_country(self):
        for plate in plates(dict.fromkeys(middles(), 1)):
            for one, other in combinations(plate.marks, 2):
                apart = hypot(one.x - other.x, one.y - other.y)
                self.assertGreater(apart, one.r + other.r, (one.code, other.code))

    def test_every_disc_is_on_its_plate(self):
        drawn = plates(dict.fromkeys(middles(), 1))
        for plate, grid in zip(drawn, (WORLD, EUROPE), strict=True):
            for mark in plate.marks:
                self.assertTrue(0 < mark.x < grid.width, mark.code)
                self.assertTrue(0 < mark.y < grid.height, mark.code)

    def test_a_disc_that_gave_way_has_a_tail_to_its_country(self):
        alone, _europe = plates({"BB": 1})
        self.assertEqual([mark.tail for mark in alone.marks], [""])
        crowded, _europe = plates(dict.fromkeys(middles(), 1))
        self.assertTrue(any(mark.tail for mark in crowded.marks))

    def test_the_discs_are_in_the_order_given(self):
        world, europe = plates({"FR": 9, "BR": 5, "DE": 5, "US": 1})
        self.assertEqual([mark.code for mark in world.marks], ["BR", "US"])
        self.assertEqual([mark.code for mark in europe.marks], ["FR", "DE"])

    def test_a_long_number_has_a_larger_disc(self):
        world, _europe = plates({"BR": 12_345, "US": 12})
        self.assertGreater(world.marks[0].r, world.marks[1].r)

    def test_each_dot_of_the_land_is_drawn_once(self):
        world, _europe = plates({"BR": 5, "FR": 3, "RU": 1, "MT": 1})
        drawn = [points(world.land), *(points(path) for _shade, path in world.shaded)]
        drawn += [points(mark.dots) for mark in world.marks]
        for one, other in combinations(drawn, 2):
            self.assertFalse(one & other)
        brazil = next(mark for mark in world.marks if mark.code == "BR")
        self.assertEqual(len(points(brazil.dots)), len(dots_by_country()["BR"]))

    def test_a_country_of_the_other_plate_is_shaded_on_this_one(self):
        world, _europe = plates({"FR": 27, "BR": 4})
        self.assertEqual([found for found, _path in world.shaded], [5])

    def test_what_is_no_country_is_left_out(self):
        for plate in plates({"ZZ": 3, "": 2}):
            self.assertEqual((plate.marks, plate.shaded), ((), ()))

    def test_the_frame_of_europe_is_on_the_plate_of_the_world(self):
        world, europe = plates({})
        left, top, width, height = world.frame
        self.assertTrue(0 < left < left + width < WORLD.width)
        self.assertTrue(0 < top < top + height < WORLD.height)
        self.assertIsNone(europe.frame)
