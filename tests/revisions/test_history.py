from django.test import TestCase

from core.kinds import kind
from organizations.models import Organization
from revisions.editing import Attribution, Change, write
from revisions.history import keys_written_by_people
from tests.factories import make_organization, make_user

KIND = kind("organization")


class KeysWrittenByPeopleTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.person = Attribution(author=make_user())
        cls.machine = Attribution(source="a catalogue")
        cls.record = make_organization(slug="o", city="Rome")

    def edit(self, by, **values):
        record = Organization.objects.get()
        write(KIND, [Change(record, values)], by)

    def keys(self):
        return keys_written_by_people(KIND, self.record)

    def test_what_a_machine_wrote_is_no_persons(self):
        self.assertEqual(self.keys(), set())

    def test_a_person_owns_what_a_person_changed(self):
        self.edit(self.person, city="Milan", aliases=["O"])
        self.assertEqual(self.keys(), {"city", "aliases"})

    def test_what_a_person_left_alone_is_not_theirs(self):
        self.edit(self.person, city="Rome", aliases=["O"])
        self.assertEqual(self.keys(), {"aliases"})

    def test_emptying_a_key_is_writing_it(self):
        self.edit(self.person, city=None)
        self.assertEqual(self.keys(), {"city"})

    def test_a_machine_that_was_forced_through_takes_it_over(self):
        self.edit(self.person, city="Milan", aliases=["O"])
        self.edit(self.machine, city="Turin")
        self.assertEqual(self.keys(), {"aliases"})

    def test_a_machine_that_changes_nothing_takes_nothing(self):
        self.edit(self.person, city="Milan")
        self.edit(self.machine, city="Milan")
        self.assertEqual(self.keys(), {"city"})

    def test_it_is_one_question_however_long_the_history(self):
        for city in ("Milan", "Turin", "Naples"):
            self.edit(self.person, city=city)
        with self.assertNumQueries(1):
            self.keys()

    def test_a_record_that_a_person_made_is_theirs(self):
        values = {"slug": "p", "name": {"en": "P"}, "sector": "public"}
        made = write(KIND, [Change(Organization(), values)], self.person)[0]
        self.assertEqual(keys_written_by_people(KIND, made), {"slug", "name", "sector"})
