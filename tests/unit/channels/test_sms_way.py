"""A setting becomes a gateway, or is refused without its password in the reason."""

from __future__ import annotations

import pytest

from haal.channels.batch import LiveEndpoint
from haal.channels.sms_way import kannels, phones, signing_keys
from haal.domain.errors import Malformed

KANNEL = "http://haal:se%3Acret@127.0.0.1:13013/cgi-bin/sendsms?from=8000&rate=30&burst=60"


def test_a_kannel_has_its_address_its_pace_and_where_it_reports() -> None:
    (way,) = kannels(KANNEL, receipt_url="https://haal.example/r/")

    assert (way.name, way.user, way.password, way.sender) == ("kannel", "haal", "se:cret", "8000")
    assert way.endpoint == LiveEndpoint(host="127.0.0.1", port=13013, tls=False)
    assert (way.pace.rate_per_second, way.pace.burst) == (30, 60)


def test_a_second_gateway_has_a_name_of_its_own() -> None:
    ways = kannels(f"{KANNEL} https://a:b@sms.example/send", receipt_url="")

    assert [way.name for way in ways] == ["kannel", "kannel-2"]
    assert ways[1].endpoint == LiveEndpoint(host="sms.example", port=443, tls=True)


def test_a_phone_is_slow_by_itself_and_faster_with_each_card() -> None:
    one, three = phones("http://a:b@192.168.1.20:8080 https://a:b@phones.example/3rdparty/v1/messages?sims=3")

    assert (one.path, one.sims, one.pace.rate_per_second) == ("/messages", 1, 0.15)
    assert (three.path, three.sims, round(three.pace.rate_per_second, 2)) == ("/3rdparty/v1/messages", 3, 0.45)
    assert one.pace.rate_per_second * 900 < 200


def test_signing_keys_are_found_by_the_phones_name() -> None:
    assert signing_keys("http://a:b@10.0.0.2:8080?signing-key=k1 http://a:b@10.0.0.3:8080") == {"android-sms": "k1"}


@pytest.mark.parametrize(
    "wrong",
    [
        "http://haal:hidden@sms.example/send",  # in clear over the internet
        "http://127.0.0.1:13013/cgi-bin/sendsms",
        "ftp://haal:hidden@127.0.0.1/",
        "http://haal:hidden@127.0.0.1:99999/",
        "http://haal:hidden@127.0.0.1/?rate=fast",
        "http://haal:hidden@127.0.0.1/?speed=3",
        "rubbish",
    ],
)
def test_a_setting_that_is_off_is_refused_without_showing_a_password(wrong: str) -> None:
    with pytest.raises(Malformed) as told:
        kannels(wrong, receipt_url="")

    assert "hidden" not in str(told.value)
