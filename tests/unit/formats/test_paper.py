"""Poster, radio script and the page of text messages: made of one sheet, marked when a drill, with a QR code that can be read."""

from __future__ import annotations

import io
import subprocess
import wave
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from haal.domain.errors import Malformed
from haal.domain.hazard import Hazard
from haal.domain.warning_text import compose, compose_end
from haal.formats import by_hand, poster, radio
from haal.formats.poster import Size
from haal.formats.sheet import Sheet
from haal.formats.spoken import clips, speech
from haal.language.spoken_time import number_in_words, times_in_words

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
URL = "https://haal.example/check/?code=ACD346"


def sheet(language: str = "ur", *, is_drill: bool = False, has_ended: bool = False, place: str = "مستونگ") -> Sheet:
    until = NOW + timedelta(hours=6)
    texts = (
        compose_end(hazard=Hazard.BLAST, place=place, told_at=NOW, is_drill=is_drill, was_wrong=False)
        if has_ended
        else compose(hazard=Hazard.BLAST, place=place, told_at=NOW, until=until, is_drill=is_drill)
    )
    return Sheet(
        warning_id="w_abc", number=1, text=next(text for text in texts if text.language == language), place=place,
        hazard="blast", code="ACD346", check_url=URL, operator="Watch & Help", sms_number="+92 300 0", issued_at=NOW,
        expires_at=until, is_drill=is_drill, has_ended=has_ended,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ur", "fa"])
def test_a_script_reads_everything_twice_with_times_in_words(language: str) -> None:
    script = radio.script_of(sheet(language))

    read = "\n".join(script.lines)
    first = radio.sentences(sheet(language).text.headline)[0]
    assert script.lines.count(first) == 2
    assert "22.11.2026" not in read
    assert "A C D 3 4 6" in read
    assert "23.11.2026 00:05" in script.note


@pytest.mark.parametrize("language", ["en", "ur", "fa"])
def test_everything_of_a_drill_begins_with_the_mark_of_a_drill(language: str) -> None:
    drill = sheet(language, is_drill=True)
    script = radio.script_of(drill)

    assert script.lines[0].startswith("TEST")
    assert radio.write(script).startswith("TEST")
    assert speech.words_of(script, is_drill=True).startswith("TEST")
    assert by_hand.by_hand_of(drill).body.startswith("TEST")
    assert drill.name.startswith("TEST-")
    page = poster.page_of(drill, size=Size.A4)
    assert f'drill"><p class="mark" lang="{language}">TEST' in page
    assert "TEST" not in poster.page_of(sheet(language), size=Size.A4)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Until six oh five in the evening, twenty-two November."),
        ("ur", "Until بائیس نومبر، شام چھ بج کر پانچ منٹ."),
        ("fa", "Until شش و پنج دقیقه شام، بیست و دو نوامبر."),
        ("bal", "Until 22.11.2026 18:05."),
    ],
)
def test_a_time_is_said_as_people_say_it(language: str, said: str) -> None:
    assert times_in_words("Until 22.11.2026 18:05.", language) == said


def test_every_number_of_a_clock_has_a_word_of_its_own() -> None:
    for language in ("en", "ur", "fa"):
        assert len({number_in_words(number, language) for number in range(60)}) == 60
    assert times_in_words("99.99.2026 18:05", "en") == "99.99.2026 18:05"


def test_a_message_by_hand_is_what_the_gateways_send_and_an_ending_has_no_end() -> None:
    warned, ended = by_hand.by_hand_of(sheet()), by_hand.by_hand_of(sheet(has_ended=True))

    assert warned.parts <= 2
    assert "ACD346" in warned.body
    assert "23.11.2026" in warned.body
    assert "23.11.2026" not in ended.body


def test_a_poster_needs_nothing_else_and_escapes_what_it_is_given() -> None:
    page = poster.page_of(sheet(place="<b>&"), size=Size.A5)

    assert 'lang="ur" dir="rtl"' in page
    assert "<b>" not in page
    assert "Watch &amp; Help" in page
    assert "+92 300 0" in page
    assert "src=" not in page
    assert "ACD346" in page


def text_of_pdf(pdf: Path) -> str:
    return subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()


@pytest.mark.usefixtures("can_print")
@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_poster_is_one_page_of_its_size_in_the_right_letters(
    tmp_path: Path, pdftoppm_program: str, size: Size, language: str
) -> None:
    pdf = poster.pdf_of(sheet(language, place="ڈیرہ مراد جمالی نیشنل ہائی وے"), size=size)
    assert pdf is not None
    (tmp_path / "poster.pdf").write_bytes(pdf)

    told = subprocess.run(["pdfinfo", str(tmp_path / "poster.pdf")], capture_output=True, check=True).stdout.decode()
    fonts = subprocess.run(["pdffonts", str(tmp_path / "poster.pdf")], capture_output=True, check=True).stdout.decode()

    assert "Pages:           1\n" in told
    assert ("595.276 x 841.89" if size is Size.A4 else "419.528 x 595.276") in told
    assert ("Nastaliq" if language == "ur" else "Noto-Sans") in fonts
    assert "ACD346" in text_of_pdf(tmp_path / "poster.pdf")
    assert Path(pdftoppm_program).is_file()


@pytest.mark.usefixtures("can_print")
@pytest.mark.parametrize("size", list(Size))
def test_the_qr_code_of_a_printed_poster_is_read_and_leads_to_the_page_that_checks(
    tmp_path: Path, pdftoppm_program: str, zbarimg_program: str, size: Size
) -> None:
    pdf = poster.pdf_of(sheet(is_drill=True), size=size)
    assert pdf is not None
    (tmp_path / "poster.pdf").write_bytes(pdf)

    target = str(tmp_path / "poster")
    subprocess.run([pdftoppm_program, "-png", "-r", "60", "-singlefile", f"{target}.pdf", target], check=True)
    read = subprocess.run(
        [zbarimg_program, "-q", "--nodbus", "--raw", f"{target}.png"], capture_output=True, check=True
    )

    assert read.stdout.decode().strip() == URL


@pytest.mark.parametrize("language", ["en", "ur", "fa"])
def test_a_machine_voice_says_first_that_it_is_one_and_is_heard(language: str, espeak_program: str) -> None:
    script = radio.script_of(sheet(language))

    sound = speech.speak(script, is_drill=False)

    assert sound is not None
    with wave.open(io.BytesIO(sound)) as heard:
        seconds = heard.getnframes() / heard.getframerate()
        loud = max(heard.readframes(heard.getnframes()))
    assert 15 < seconds < 120
    assert loud > 0
    assert speech.words_of(script, is_drill=False).startswith(speech.FIRST_WORDS[language])
    assert Path(espeak_program).is_file()


@pytest.mark.parametrize("language", ["ps", "bal", "brh"])
def test_no_machine_ever_reads_what_it_cannot_read(language: str) -> None:
    script = replace(radio.script_of(sheet("ur")), language=language)

    assert not speech.can_speak(language)
    assert speech.speak(script, is_drill=False) is None


def record(path: Path, *, frames: int = 800, rate: int = 8000) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as clip:
        clip.setnchannels(1)
        clip.setsampwidth(2)
        clip.setframerate(rate)
        clip.writeframes(b"\1\1" * frames)


def recorded(folder: Path, *names: str) -> None:
    lines = [f'"{name}" = "{name.replace(".", "-")}.wav"' for name in names]
    for name in names:
        record(folder / "ur" / f"{name.replace('.', '-')}.wav")
    (folder / "ur" / "clips.toml").write_text('spoken_by = "a name"\n[clips]\n' + "\n".join(lines), "utf-8")


def test_recorded_clips_are_joined_twice_in_order(tmp_path: Path) -> None:
    recorded(tmp_path, "hazard.blast", "place.Mastung", "action.blast")

    joined = clips.join(sheet(place="Mastung"), folder=tmp_path)

    assert joined.sound is not None
    with wave.open(io.BytesIO(joined.sound)) as heard:
        assert heard.getnframes() == 6 * (800 + int(8000 * clips.PAUSE_SECONDS))


def test_a_clip_that_is_missing_is_named_and_nothing_is_left_out(tmp_path: Path) -> None:
    recorded(tmp_path, "hazard.blast", "place.Mastung", "action.blast")

    assert clips.join(sheet(place="Mastung", is_drill=True), folder=tmp_path).missing == ("drill",)
    assert clips.join(sheet(place="Gwadar"), folder=tmp_path).sound is None


def test_a_clip_of_another_shape_or_outside_its_folder_is_refused(tmp_path: Path) -> None:
    recorded(tmp_path, "hazard.blast", "place.Mastung", "action.blast")
    record(tmp_path / "ur" / "place-Mastung.wav", rate=16_000)
    with pytest.raises(Malformed):
        clips.join(sheet(place="Mastung"), folder=tmp_path)

    (tmp_path / "ur" / "clips.toml").write_text('[clips]\n"hazard.blast" = "../../etc/passwd"', "utf-8")
    with pytest.raises(Malformed):
        clips.join(sheet(place="Mastung"), folder=tmp_path)
