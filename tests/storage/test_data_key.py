"""The key of a box lies apart from it and goes with it: what was changed, deleted or copied without keys says nothing."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from tests.factories import NOW, actor

from haal.domain.agreement import Kind
from haal.domain.errors import KeyGone, NotFound
from haal.storage import agreement
from haal.storage.agreement import AgreementRow
from haal.storage.boxes import data_key
from haal.storage.boxes.data_key import DataKeyRow
from haal.storage.ground.fields import DeskBox, with_keys

COLUMNS = import_module("haal.storage.migrations.0003_data_keys").columns

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    asked = agreement.ask(kind=Kind.SHRED, subject="r_one", by=actor(), reason="she asks", now=NOW)
    return AgreementRow.objects.get(pk=asked)


def test_a_row_keeps_a_body_and_the_key_lies_elsewhere(row):
    assert b"age-encryption" not in row.reason.ciphertext
    assert DataKeyRow.objects.count() == 1
    assert row.reason.open() == {"reason": "she asks"}


def test_without_its_key_a_box_is_as_if_it_were_not_there(row):
    DataKeyRow.objects.all().delete()

    with pytest.raises(KeyGone) as error:
        row.reason.open()
    assert isinstance(error.value, NotFound)


def test_a_box_that_is_overwritten_cannot_be_opened_in_an_old_copy(row):
    old = DeskBox(row.reason.ciphertext)

    AgreementRow.objects.filter(pk=row.pk).update(reason={"reason": "for another reason"})

    with pytest.raises(KeyGone):
        old.open()
    assert AgreementRow.objects.get(pk=row.pk).reason.open() == {"reason": "for another reason"}
    assert DataKeyRow.objects.count() == 1


@pytest.mark.parametrize("end", [lambda rows: rows.update(reason=None), lambda rows: rows.delete()])
def test_a_box_that_is_emptied_or_deleted_leaves_no_key(row, end):
    end(AgreementRow.objects.filter(pk=row.pk))

    assert DataKeyRow.objects.count() == 0


def test_a_row_that_is_saved_again_keeps_its_key(row):
    row.save()
    AgreementRow.objects.get(pk=row.pk).save()

    assert AgreementRow.objects.get(pk=row.pk).reason.open() == {"reason": "she asks"}


def test_the_database_itself_guards_every_column_that_is_a_box():
    query = (
        "SELECT DISTINCT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        triggers = {name for (name,) in cursor.fetchall()}

    guarded = COLUMNS(apps)

    assert ("report", "box") in guarded
    assert [one for one in guarded if not any(name.startswith("_".join(one) + "_key") for name in triggers)] == []


def test_many_boxes_are_opened_with_one_question(row, django_assert_num_queries):
    other = agreement.ask(kind=Kind.SHRED, subject="r_two", by=actor(), reason="so does he", now=NOW)
    boxes = [row.reason, agreement.reason_of(other), DeskBox.shut("not kept")]

    with django_assert_num_queries(1):
        opened = [box.open() for box in with_keys(boxes)]

    assert opened == [{"reason": "she asks"}, {"reason": "so does he"}, "not kept"]


def test_numbers_follow_each_other_and_another_process_has_others():
    one, next_one = data_key.new_id(), data_key.new_id()
    data_key._numbers.begin()  # as in a child process
    other = data_key.new_id()

    assert (one[:12], int.from_bytes(one[12:]) + 1) == (next_one[:12], int.from_bytes(next_one[12:]))
    assert other[:12] != one[:12]
