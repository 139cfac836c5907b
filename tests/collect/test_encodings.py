"""Promises about encodings: what one short file leaves open, the other files of its series settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from book.charset import decode
from book.collect import collect
from book.readers import read

if TYPE_CHECKING:
    from pathlib import Path

SERIES = {
    "cp1254": ("Şehrin ışıkları", "Deniz çekildiğinde kıyıda yürüdük ve kuşları saydık. Işık azaldı, şehir sustu. "),
    "koi8_r": ("Длинный прилив (часть первая)", "Море ушло до рассвета, и люди на пристани молча разошлись. Длинно. "),
    "cp1251": ("Длинный прилив (часть первая)", "Море ушло до рассвета, и люди на пристани молча разошлись. Длинно. "),
    "cp1256": ("المد الطويل (الجزء الأول)", "غادرت العبارة قبل الفجر وعاد الناس إلى بيوتهم واحدا بعد الآخر دون كلمة. "),
    "cp1255": ("הגאות הארוכה (חלק א)", "המעבורת יצאה לפני עלות השחר והאנשים על הרציף חזרו לבתיהם אחד אחד. "),
    "gb18030": (
        "漫长的潮汐（第一部分）",
        "大海在黎明前退去，码头上的人们默默地回家了。漫长的潮汐还没有结束，第一部分到此为止。",
    ),
}


@pytest.mark.parametrize("others", ["as it", "utf-8"])
@pytest.mark.parametrize("encoding", SERIES)
def test_a_short_text_is_read_as_the_series_is_written(encoding: str, others: str, tmp_path: Path) -> None:
    short, long = SERIES[encoding]
    (tmp_path / "1.txt").write_bytes((long * 4).encode(encoding if others == "as it" else others))
    (tmp_path / "2.txt").write_bytes((long[::-1] * 4).encode(encoding if others == "as it" else others))
    (tmp_path / "3.txt").write_bytes(short.encode(encoding))
    last = collect([tmp_path], base=tmp_path).snapshots[-1]
    reading = read(last)
    assert reading.documents[0].markup.strip() == short
    assert not reading.problems


def test_a_short_text_alone_keeps_its_warning(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(SERIES["koi8_r"][0].encode("koi8_r"))
    (tmp_path / "2.txt").write_text("Plain.")
    last = collect([tmp_path], base=tmp_path).snapshots[0]
    assert [problem.code for problem in read(last).problems] == ["charset-doubtful"]


def test_what_a_file_declares_is_not_overruled(tmp_path: Path) -> None:
    page = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'
    short, long = SERIES["cp1251"]
    (tmp_path / "1.html").write_bytes(page.format("windows-1251", long * 4).encode("cp1251"))
    (tmp_path / "2.html").write_bytes(page.format("koi8-r", short).encode("koi8_r"))
    last = collect([tmp_path], base=tmp_path).snapshots[-1]
    assert last.charset == ""
    assert short in read(last).documents[0].markup


@pytest.mark.parametrize(
    ("text", "encoding", "turkish"),
    [
        ("Gelgit üzerine: kıyıda yürüdük, kuşları saydık.", "cp1254", True),
        ("Það var kvöld við sjóinn, og þeir ýttu bátnum á flot með ró.", "cp1252", False),  # Icelandic
        ("Voda se ztišila, a když vyšel měsíc, žádný člověk na břehu nebyl.", "cp1250", False),  # Czech
    ],
)
def test_turkish_is_told_from_what_has_other_letters_in_its_places(text: str, encoding: str, turkish: bool) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.encoding == "cp1254", decoded.text == text or not turkish) == (turkish, True)
