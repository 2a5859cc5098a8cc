"""Anybody may ask to be warned, once; nothing lists who did, nothing shows it on the disk, and stopping forgets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from tests.factories import NOW
from tests.factories_keys import given_keys
from tests.factories_warnings import live, live_sink

from haal.domain.delivery import Channel
from haal.domain.errors import Refused
from haal.domain.hazard import Severity
from haal.domain.ids import SubscriberId
from haal.domain.subscriber import Reason, State, quiet_until
from haal.geometry.cells import cell_of, parent, resolution_of
from haal.services.warn import subscribe
from haal.services.warn.subscribe import Wish
from haal.storage import subscriber as rows
from haal.storage.chosen.rows import ChoicePatchRow
from haal.storage.ground import keys
from haal.storage.warn import audience

pytestmark = pytest.mark.django_db
ADDRESS = "planted.person@people.example"


@pytest.fixture(autouse=True)
def _box(home, settings):
    given_keys(home)
    settings.HAAL_SMTP = "mail.example:25"
    yield
    keys.forget()


def wish(**changes):
    values = {"channel": Channel.EMAIL, "address": ADDRESS, "language": "ur", "places": ("Mastung",)}
    return Wish(**{**values, **changes})


def asked():
    row = rows.SubscriberRow.objects.get()
    return SubscriberId(row.pseudonym)


def test_somebody_asks_confirms_and_is_warned_from_then_on():
    sink = live_sink()
    subscribe.ask(wish=wish(), now=NOW)
    person = asked()
    cells = rows.get(person).cells

    before = audience.reached(cells, simulated=False, severity=Severity.EXTREME)
    subscribe.send_first_messages(ways=live(sink), now=NOW)
    subscribe.send_first_messages(ways=live(sink), now=NOW)
    token = sink.came[0].body.split(f"{person}/")[1].split("/")[0]
    subscribe.confirm(subscriber_id=person, token=token)

    assert before == ()
    assert [message.address for message in sink.came] == [ADDRESS]
    assert [one.id for one in audience.reached(cells, simulated=False, severity=Severity.EXTREME)] == [person]
    assert {resolution_of(cell) for cell in cells} == {6}


def test_the_same_address_is_kept_once_and_the_answer_does_not_tell():
    subscribe.ask(wish=wish(), now=NOW)
    subscribe.ask(wish=wish(address="planted.person@PEOPLE.example", places=("Gwadar",)), now=NOW)

    assert rows.SubscriberRow.objects.count() == 1
    assert set(rows.get(asked()).cells) == set(subscribe.cells_of(["Gwadar"]))


def test_a_confirmed_subscription_is_not_changed_by_who_knows_the_address():
    subscribe.ask(wish=wish(), now=NOW)
    rows.confirm(asked())

    subscribe.ask(wish=wish(places=("Gwadar",)), now=NOW)

    assert set(rows.get(asked()).cells) == set(subscribe.cells_of(["Mastung"]))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"address": "nobody"}, Reason.ADDRESS_NOT_USABLE),
        ({"address": f"{ADDRESS}\nBcc: all@people.example"}, Reason.ADDRESS_NOT_USABLE),
        ({"places": ()}, Reason.NO_PLACE),
        ({"places": ("zzzzqqq",)}, Reason.NO_PLACE),
        ({"places": ("Mastung",) * 6}, Reason.TOO_MANY_PLACES),
        ({"channel": Channel.SMS, "address": "+923001234567"}, Reason.CHANNEL_NOT_READY),
    ],
)
def test_what_cannot_be_used_is_refused(changes, expected):
    with pytest.raises(Refused) as refusal:
        subscribe.ask(wish=wish(**changes), now=NOW)

    assert refusal.value.reason is expected
    assert rows.SubscriberRow.objects.count() == 0


def test_a_link_of_somebody_else_does_nothing():
    subscribe.ask(wish=wish(), now=NOW)
    person = asked()

    for token in ("", "0" * 32, subscribe.token_of(purpose="stop", subscriber_id=person), "ü"):
        with pytest.raises(Refused):
            subscribe.confirm(subscriber_id=person, token=token)
    with pytest.raises(Refused):
        subscribe.stop(subscriber_id=person, token=subscribe.token_of(purpose="confirm", subscriber_id=person))
    assert rows.get(person).state is State.ASKED


def test_stopping_deletes_everything_and_twice_is_once():
    subscribe.ask(wish=wish(), now=NOW)
    person = asked()

    for _ in range(2):
        subscribe.stop(subscriber_id=person, token=subscribe.token_of(purpose="stop", subscriber_id=person))

    assert rows.get(person) is None
    assert ChoicePatchRow.objects.count() == 0


def test_what_nobody_confirms_is_forgotten_after_two_days():
    subscribe.ask(wish=wish(), now=NOW)

    assert subscribe.forget_unconfirmed(now=NOW + timedelta(hours=47)) == 0
    assert subscribe.forget_unconfirmed(now=NOW + timedelta(hours=49)) == 1


def test_no_address_stands_in_the_table():
    subscribe.ask(wish=wish(), now=NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM subscriber")
        row = cursor.fetchone()

    assert all(b"planted" not in (value if isinstance(value, bytes) else str(value).encode()) for value in row)


def test_the_storage_offers_no_list_of_subscribers():
    offered = {name for name in vars(rows) if callable(vars(rows)[name]) and not name.startswith("_")}

    assert not offered & {"all", "list", "each", "everybody", "page", "latest"}


def test_what_is_chosen_is_kept_and_the_night_is_quiet_but_for_what_is_extreme():
    subscribe.ask(
        wish=wish(
            second_language="en", level=Severity.MODERATE, quiet_from=22, quiet_to=6, places=("Mastung", "Gwadar")
        ),
        now=NOW,
    )

    choice = rows.get(asked()).choice
    night = datetime(2026, 3, 4, 20, 30, tzinfo=UTC)  # 1:30 in the land

    assert (choice.second_language, choice.level, len(choice.places)) == ("en", Severity.MODERATE, 2)
    hours = {"quiet_from": choice.quiet_from, "quiet_to": choice.quiet_to}
    assert quiet_until(**hours, severity=Severity.SEVERE, now=night) == datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
    assert quiet_until(**hours, severity=Severity.EXTREME, now=night) is None
    assert quiet_until(**hours, severity=Severity.SEVERE, now=night + timedelta(hours=6)) is None


def test_a_cell_chosen_on_a_map_is_kept_as_the_wider_area_it_lies_in():
    fine = cell_of(29.7997, 66.8455, 9)

    subscribe.ask(wish=wish(places=(fine,)), now=NOW)

    assert rows.get(asked()).cells == (parent(fine, 6),)


@pytest.mark.parametrize("hours", [{"quiet_from": 22}, {"quiet_from": 5, "quiet_to": 5}])
def test_quiet_without_an_end_is_refused(hours):
    with pytest.raises(Refused) as refusal:
        subscribe.ask(wish=wish(**hours), now=NOW)

    assert refusal.value.reason is Reason.QUIET_ALL_DAY


def test_who_writes_from_an_address_stops_what_goes_there_and_nothing_else():
    subscribe.ask(wish=wish(), now=NOW)
    rows.confirm(asked())

    subscribe.stop_by_address(channel=Channel.EMAIL, address="somebody.else@people.example")
    there = rows.SubscriberRow.objects.count()
    subscribe.stop_by_address(channel=Channel.EMAIL, address=ADDRESS)

    assert (there, rows.SubscriberRow.objects.count()) == (1, 0)
