"""Writes `book/series/languages/<tag>.words`: the numbers 1 to 120 as titles spell them.

num2words seeds the table where it is right; what it lacks or gets wrong is added here: genders, cases, articles,
spellings, and the ordinals it repeats or refuses. Run it after a change, read the difference, commit the tables:

    python tools/number_words.py [TAG...]

Long, because it is one small function a language and its tables.
"""

# ruff: noqa: E501, SIM905 - a table of words reads best in the lines it has

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from num2words import num2words

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).resolve().parent.parent / "book" / "series" / "languages"
Forms = tuple[set[str], set[str]]  # cardinals, ordinals


def seed(language: str, number: int, kind: str = "cardinal") -> str:
    """What num2words says."""
    return str(num2words(number, lang=language, to=kind))


def seeded(language: str) -> Callable[[int], Forms]:
    """Cardinals and ordinals as num2words has them."""
    return lambda n: ({seed(language, n)}, {seed(language, n, "ordinal")})


def endings(words: set[str], old: str, *new: str) -> set[str]:
    """The words, and those that end in `old` with each of the `new` endings."""
    return words | {word.removesuffix(old) + ending for word in words if word.endswith(old) for ending in new}


def swap(words: set[str], old: str, *new: str) -> set[str]:
    """The words, and each with `old` replaced by each of `new`."""
    return words | {word.replace(old, other) for word in words for other in new if old in word}


def english(n: int) -> Forms:
    """With and without "and", "a hundred", and the "deux" of sequels."""
    plain = swap({seed("en", n)}, " and ", " ")
    ranked = swap({seed("en", n, "ordinal")}, " and ", " ")
    plain, ranked = swap(plain, "one hundred", "a hundred"), swap(ranked, "one hundred", "a hundred", "hundred")
    return plain | ({"deux"} if n == 2 else set()), ranked


def french(n: int) -> Forms:
    """Feminine forms; second beside deuxième."""
    plain, ranked = endings({seed("fr", n)}, "un", "une"), {seed("fr", n, "ordinal")}
    if n == 1:
        ranked |= {"première", "premières"}
    if n == 2:
        ranked |= {"second", "seconde"}
    ranked |= {word.replace("deuxième", "second") for word in ranked if word == "deuxième"}
    return plain | swap(plain, "-et-", " et "), ranked


def german(n: int) -> Forms:
    """Every ending of the adjective, hundert beside einhundert, umlauts written out."""
    plain = endings({seed("de", n)}, "eins", "ein", "eine") | ({"zwo"} if n == 2 else set())
    ranked = {seed("de", n, "ordinal")}
    ranked = ranked | {word + ending for word in ranked for ending in "rsnm"}
    plain, ranked = swap(plain, "einhundert", "hundert"), swap(ranked, "einhundert", "hundert")
    if n == 100:
        ranked |= {"ein" + word for word in ranked}
    for umlaut, written in (("ü", "ue"), ("ö", "oe"), ("ä", "ae"), ("ß", "ss")):
        plain, ranked = swap(plain, umlaut, written), swap(ranked, umlaut, written)
    return plain, ranked


ES_TENS = ("", "décim", "vigésim", "trigésim", "cuadragésim", "quincuagésim", "sexagésim", "septuagésim", "octogésim",
           "nonagésim", "centésim")  # fmt: skip
ES_ONES = ("", "primer", "segund", "tercer", "cuart", "quint", "sext", "séptim", "octav", "noven")
PT_TENS = ("", "décim", "vigésim", "trigésim", "quadragésim", "quinquagésim", "sexagésim", "septuagésim", "octogésim",
           "nonagésim", "centésim")  # fmt: skip
PT_ONES = ("", "primeir", "segund", "terceir", "quart", "quint", "sext", "sétim", "oitav", "non")


def latin_ordinals(n: int, tens: tuple[str, ...], ones: tuple[str, ...]) -> set[str]:
    """Both genders, in two words (décimo primero) and in one (decimoprimero)."""
    found = set()
    for gender in "oa":
        hundred, rest = divmod(n, 100) if n > 100 else (0, n)
        words = [tens[10] + gender] if hundred else []
        if rest == 100:
            words.append(tens[10] + gender)
        else:
            ten, one = divmod(rest, 10)
            words += [tens[ten] + gender] if ten else []
            words += [ones[one] + gender] if one else []
        found.add(" ".join(words))
        if len(words) == 2 and not hundred:
            found.add(tens[n // 10] + "o" + words[1])
    return found


def spanish(n: int) -> Forms:
    """Both genders, apocopated primer and tercer, undécimo, duodécimo, noveno and nono."""
    plain = endings({seed("es", n)}, "uno", "una", "un")
    ranked = latin_ordinals(n, ES_TENS, ES_ONES)
    ranked = endings(ranked, "primero", "primer") | endings(ranked, "tercero", "tercer")
    extra = {11: ("undécim",), 12: ("duodécim",), 9: ("non",), 7: ("sétim",)}.get(n, ())
    return plain, ranked | {word + gender for word in extra for gender in "oa"}


def portuguese(n: int) -> Forms:
    """Both genders, catorze and quatorze, dezesseis and dezasseis."""
    plain = {seed("pt", n), seed("pt_BR", n)}
    plain = endings(endings(plain, "um", "uma"), "dois", "duas")
    plain = swap(swap(plain, "catorze", "quatorze"), "dezasseis", "dezesseis")
    plain = swap(swap(plain, "dezassete", "dezessete"), "dezanove", "dezenove")
    return plain, latin_ordinals(n, PT_TENS, PT_ONES)


def italian(n: int) -> Forms:
    """Both genders; centuno beside centouno."""
    plain, ranked = {seed("it", n)}, {seed("it", n, "ordinal")}
    extra = {11: ("undicesimo", "decimo primo", "undecimo"), 12: ("dodicesimo", "decimo secondo")}.get(n, ())
    ranked = endings(ranked | set(extra), "o", "a")
    return swap(endings(plain, "uno", "una", "un"), "cento", "cent"), ranked


def dutch(n: int) -> Forms:
    """Honderdeen beside honderd een."""
    plain, ranked = {seed("nl", n)}, {seed("nl", n, "ordinal")}
    plain = swap(swap(plain, "één", "een"), "honderd", "honderd en ", "honderd ")
    return {word.strip() for word in plain}, ranked | swap(ranked, "honderd", "honderd en ", "honderden")


def polish(n: int) -> Forms:
    """Genders and cases of every word of the ordinal."""
    plain = endings({seed("pl", n)}, "jeden", "jedna")
    words = seed("pl", n, "ordinal").split()
    ranked = set()
    for hard, soft in (("", ""), ("a", "a"), ("e", "ie"), ("ej", "iej"), ("ego", "iego")):
        ranked.add(" ".join(_polish(word, hard, soft) for word in words))
    return plain | ({"dwie"} if n == 2 else set()), ranked


def _polish(word: str, hard: str, soft: str) -> str:
    if not hard or not word.endswith(("y", "i")):
        return word
    if word.endswith("y"):
        return word[:-1] + hard
    if word == "drugi":
        return {"a": "druga"}.get(hard, word[:-1] + soft)
    return word[:-1] + ("ia" if hard == "a" else soft)


def russian(n: int) -> Forms:
    """The last word of an ordinal in its genders and oblique cases; ё and е are folded alike."""
    plain = endings(endings({seed("ru", n)}, "один", "одна", "одно"), "два", "две")
    words = seed("ru", n, "ordinal")
    ranked = {words}
    for ending in ("ый", "ой"):
        ranked |= endings({words}, ending, "ая", "ое", "ой", "ого", "ую")
    ranked |= {words[:-2] + end for end in ("ья", "ье", "ьей", "ью")} if words.endswith("третий") else set()
    return plain, ranked


def ukrainian(n: int) -> Forms:
    """Genders and the genitive."""
    plain = endings(endings({seed("uk", n)}, "один", "одна", "одне"), "два", "дві")
    words = seed("uk", n, "ordinal")
    ranked = endings({words}, "ий", "а", "е", "ої", "ого")
    ranked |= {words[:-2] + end for end in ("я", "є", "ьої")} if words.endswith("третій") else set()
    return plain, ranked


def belarusian(n: int) -> Forms:
    """Genders."""
    words = seed("be", n, "ordinal")
    if n == 80:  # num2words says seventieth
        words = "восьмідзясяты"
    ranked = endings(endings({words}, "ы", "ая", "ае"), "і", "яя", "яе")
    ranked |= {"другая", "другое"} if n == 2 else set()
    ranked |= {words.replace("трэці", end) for end in ("трэцяя", "трэцяе")} if "трэці" in words else set()
    return {seed("be", n)}, ranked


def composed(ones: list[str], tens: list[str], hundred: str, join: Callable[[str, str], list[str]],
             link: str = " ") -> Callable[[int], set[str]]:  # fmt: skip
    """Numbers from words for 0 to 19 and for the tens, each maybe several forms parted by `/`."""

    def below(n: int) -> list[str]:
        if n < len(ones) and ones[n]:
            return ones[n].split("/")
        ten, one = divmod(n, 10)
        heads = tens[ten].split("/")
        if not one:
            return heads
        return [word for head in heads for tail in ones[one].split("/") for word in join(head, tail)]

    def of(n: int) -> set[str]:
        if n < 100:
            return set(below(n))
        if n == 100:
            return set(hundred.split("/"))
        return {f"{head}{link}{tail}" for head in hundred.split("/") for tail in below(n - 100)}

    return of


def slavic(cardinals: Callable[[int], set[str]], ones: list[str], tens: list[str], hundredth: str,  # noqa: PLR0913 - the slots of one table
           ends: Callable[[str], set[str]], *, head: Callable[[int], set[str]] | None = None, joint: str = " ") -> Callable[[int], Forms]:  # fmt: skip
    """Ordinals from stems; above twenty the tens are ordinals (Czech) or, with `head`, cardinals (Serbian)."""

    def ranks(n: int) -> set[str]:
        if n > 100:
            return {f"{hundred}{tail}" for hundred in {h + " " for h in cardinals(100)} for tail in ranks(n - 100)}
        if n == 100:
            return ends(hundredth)
        if n < len(ones):
            return ends(ones[n])
        ten, one = divmod(n, 10)
        if not one:
            return ends(tens[ten])
        if head:
            return {f"{first}{joint}{last}" for first in head(ten * 10) for last in ends(ones[one])}
        return {f"{first} {last}" for first in ends(tens[ten]) for last in ends(ones[one])}

    return lambda n: (cardinals(n), ranks(n) if n else set())


def spaced(a: str, b: str) -> list[str]:
    """Two words."""
    return [f"{a} {b}"]


# fmt: off
CS_TENS = ["", "deset", "dvacet", "třicet", "čtyřicet", "padesát", "šedesát", "sedmdesát", "osmdesát", "devadesát"]
CS_ONES = ["nula", "jedna/jeden/jedno", "dva/dvě", "tři", "čtyři", "pět", "šest", "sedm", "osm", "devět", "deset", "jedenáct", "dvanáct", "třináct", "čtrnáct", "patnáct", "šestnáct", "sedmnáct", "osmnáct", "devatenáct"]  # fmt: skip
CS_RANK = ["", "první", "druhý", "třetí", "čtvrtý", "pátý", "šestý", "sedmý", "osmý", "devátý", "desátý", "jedenáctý", "dvanáctý", "třináctý", "čtrnáctý", "patnáctý", "šestnáctý", "sedmnáctý", "osmnáctý", "devatenáctý"]  # fmt: skip
CS_RANK_TENS = ["", "", "dvacátý", "třicátý", "čtyřicátý", "padesátý", "šedesátý", "sedmdesátý", "osmdesátý", "devadesátý"]  # fmt: skip
SK_ONES = ["nula", "jedna/jeden/jedno", "dva/dve", "tri", "štyri", "päť", "šesť", "sedem", "osem", "deväť", "desať", "jedenásť", "dvanásť", "trinásť", "štrnásť", "pätnásť", "šestnásť", "sedemnásť", "osemnásť", "devätnásť"]  # fmt: skip
SK_TENS = ["", "desať", "dvadsať", "tridsať", "štyridsať", "päťdesiat", "šesťdesiat", "sedemdesiat", "osemdesiat", "deväťdesiat"]  # fmt: skip
SK_RANK = ["", "prvý", "druhý", "tretí", "štvrtý", "piaty", "šiesty", "siedmy", "ôsmy", "deviaty", "desiaty", "jedenásty", "dvanásty", "trinásty", "štrnásty", "pätnásty", "šestnásty", "sedemnásty", "osemnásty", "devätnásty"]  # fmt: skip
SK_RANK_TENS = ["", "", "dvadsiaty", "tridsiaty", "štyridsiaty", "päťdesiaty", "šesťdesiaty", "sedemdesiaty", "osemdesiaty", "deväťdesiaty"]  # fmt: skip
HR_ONES = ["nula", "jedan/jedna/jedno", "dva/dvije/dve", "tri", "četiri", "pet", "šest", "sedam", "osam", "devet", "deset", "jedanaest", "dvanaest", "trinaest", "četrnaest", "petnaest", "šesnaest", "sedamnaest", "osamnaest", "devetnaest"]  # fmt: skip
HR_TENS = ["", "deset", "dvadeset", "trideset", "četrdeset", "pedeset", "šezdeset", "sedamdeset", "osamdeset", "devedeset"]  # fmt: skip
HR_RANK = ["", "prvi", "drugi", "treći", "četvrti", "peti", "šesti", "sedmi", "osmi", "deveti", "deseti", "jedanaesti", "dvanaesti", "trinaesti", "četrnaesti", "petnaesti", "šesnaesti", "sedamnaesti", "osamnaesti", "devetnaesti"]  # fmt: skip
BG_ONES = ["нула", "един/една/едно", "два/две", "три", "четири", "пет", "шест", "седем", "осем", "девет", "десет", "единадесет/единайсет", "дванадесет/дванайсет", "тринадесет/тринайсет", "четиринадесет/четиринайсет", "петнадесет/петнайсет", "шестнадесет/шестнайсет", "седемнадесет/седемнайсет", "осемнадесет/осемнайсет", "деветнадесет/деветнайсет"]  # fmt: skip
BG_TENS = ["", "десет", "двадесет/двайсет", "тридесет/трийсет", "четиридесет/четирийсет", "петдесет", "шестдесет/шейсет", "седемдесет", "осемдесет", "деветдесет"]  # fmt: skip
BG_RANK = ["", "първи", "втори", "трети", "четвърти", "пети", "шести", "седми", "осми", "девети", "десети", "единадесети", "дванадесети", "тринадесети", "четиринадесети", "петнадесети", "шестнадесети", "седемнадесети", "осемнадесети", "деветнадесети"]  # fmt: skip
SL_RANK = ["", "prvi", "drugi", "tretji", "četrti", "peti", "šesti", "sedmi", "osmi", "deveti", "deseti"]
# fmt: on
CYRILLIC = {"lj": "љ", "nj": "њ", "dž": "џ"} | dict(
    zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш", strict=True)
)  # fmt: skip


def cyrillic(words: set[str]) -> set[str]:
    """Serbian words in Cyrillic as well."""
    return words | {re.sub("lj|nj|dž|[a-zđžćčš]", lambda m: CYRILLIC.get(m[0], m[0]), word) for word in words}


def _cs(word: str) -> set[str]:
    return endings({word}, "ý", "á", "é", "ého") if word.endswith("ý") else endings({word}, "y", "a", "e")


def _sk(word: str) -> set[str]:
    return {word, re.sub("ý$", "á", word), re.sub("ý$", "é", word), re.sub("y$", "a", word), re.sub("y$", "e", word),
            re.sub("í$", "ia", word), re.sub("í$", "ie", word)}  # fmt: skip


def _hr(word: str) -> set[str]:
    return {word, word[:-1] + "a", word[:-1] + "o", word[:-1] + "e"}


def _bg(word: str) -> set[str]:
    stem = word[:-1]
    return {word, stem + "а", stem + "о", stem + "ият", stem + "ата", stem + "ото", stem + "ия"}


_hr_of = composed(HR_ONES, HR_TENS, "sto/stotinu", lambda a, b: [f"{a} {b}", f"{a} i {b}"])
_hr_rank = slavic(_hr_of, HR_RANK, [f"{ten}i" for ten in HR_TENS], "stoti", _hr, head=_hr_of)
_bg_of = composed(BG_ONES, BG_TENS, "сто", lambda a, b: [f"{a} и {b}"], " ")


def bulgarian(n: int) -> Forms:
    """With and without the article, "сто и пет"."""
    plain = _bg_of(n) | {f"сто и {word.removeprefix('сто ')}" for word in _bg_of(n) if n > 100}
    rank = slavic(
        _bg_of, BG_RANK, [f"{ten.split('/')[0]}и" for ten in BG_TENS], "стотни", _bg, head=_bg_of, joint=" и "
    )
    return plain, rank(n)[1] | {word.replace("сто ", "сто и ", 1) for word in rank(n)[1] if n > 100}


def serbian(n: int) -> Forms:
    """In both alphabets."""
    plain, ranked = _hr_rank(n)
    return cyrillic(plain), cyrillic(ranked)


def slovenian(n: int) -> Forms:
    """Genders."""
    ranked = {seed("sl", n, "ordinal")}
    return endings({seed("sl", n)}, "ena", "en", "eno") | ({"dve"} if n == 2 else set()), {
        form for word in ranked for form in _hr(word)
    }  # fmt: skip


def nordic(language: str) -> Callable[[int], Forms]:
    """Both genders of one, and the forms of second."""
    seconds = {"sv": {"andre", "annan"}, "da": {"andet", "den anden", "anden"}, "no": {"annen", "andre", "annet"}}

    def of(n: int) -> Forms:
        plain = endings(endings({seed(language, n)}, "ett", "en"), "et", "en")
        plain = swap(swap(plain, "etthundra", "hundra"), "ethundrede", "hundrede", "et hundrede")
        plain |= swap(plain, "hundrede og ", "hundredeog") | endings(plain, "en", "ett" if language == "sv" else "et")
        ranked = {seed(language, n, "ordinal")} | (seconds[language] if n == 2 else set())
        ranked |= {"förste"} if (language, n) == ("sv", 1) else set()
        if language == "sv":
            ranked = endings(ranked, "förste", "första") | endings(ranked, "andra", "andre")
        return plain, swap(swap(ranked, "etthundra", "hundra"), "ethundrede", "hundrede")

    return of


def finnish(n: int) -> Forms:
    """The nominative; eka and toka of speech."""
    return {seed("fi", n)}, {seed("fi", n, "ordinal")} | ({"eka"} if n == 1 else {"toka"} if n == 2 else set())


def hungarian(n: int) -> Forms:
    """Két beside kettő."""
    return endings({seed("hu", n)}, "kettő", "két"), {seed("hu", n, "ordinal")}


def romanian(n: int) -> Forms:
    """Both genders, with and without the article; prima, întâi."""
    plain = endings(endings({seed("ro", n)}, "unu", "una", "un"), "doi", "două")
    if n == 1:
        return plain, {"primul", "prima", "întâi", "întâia", "întâiul", "dintâi"}
    stem = seed("ro", n)
    masculine, feminine = stem + "lea", _romanian_feminine(stem)
    if stem.endswith("opt"):
        masculine = stem + "ulea"
    if stem.endswith("unu"):
        masculine = stem + "lea"
    masculine = masculine.replace("millea", "milea")
    return plain, {f"al {masculine}", masculine, f"a {feminine}", feminine, seed("ro", n, "ordinal"),
                   seed("ro", n, "ordinal").removeprefix("al ")}  # fmt: skip


def _romanian_feminine(stem: str) -> str:  # noqa: PLR0911 - one line an ending
    if stem.endswith("doi"):
        return stem[:-3] + "doua"
    if stem.endswith("două"):
        return stem[:-1] + "a"
    if stem.endswith("unu"):
        return stem[:-1] + "a"
    if stem.endswith("zeci"):
        return stem[:-1] + "ea"
    if stem.endswith("sută"):
        return stem[:-1] + "a"
    if stem.endswith("ce"):
        return stem + "a"
    return stem + "a"


def catalan(n: int) -> Forms:
    """Both genders."""
    plain = endings(endings({seed("ca", n)}, "un", "una", "u"), "dos", "dues")
    word = seed("ca", n)
    stems = (("cinc", "cinqu"), ("nou", "nov"), ("deu", "des"), ("e", ""), ("a", ""), ("i", ""))
    stem = next((word.removesuffix(old) + new for old, new in stems if word.endswith(old)), word)
    first = {1: "primer", 2: "segon", 3: "tercer", 4: "quart"}
    ranked = {first.get(n, stem + "è"), stem + "è"}
    for old, new in (
        ("primer", "primera"),
        ("segon", "segona"),
        ("tercer", "tercera"),
        ("quart", "quarta"),
        ("è", "ena"),
    ):
        ranked = endings(ranked, old, new)
    return plain, ranked


def turkish(n: int) -> Forms:
    """In one word and in several."""
    tens = ("", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan")
    ones = ("sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz")
    last = (
        "",
        "birinci/ilk",
        "ikinci",
        "üçüncü",
        "dördüncü",
        "beşinci",
        "altıncı",
        "yedinci",
        "sekizinci",
        "dokuzuncu",
    )
    rank = (
        "",
        "onuncu",
        "yirminci",
        "otuzuncu",
        "kırkıncı",
        "ellinci",
        "altmışıncı",
        "yetmişinci",
        "sekseninci",
        "doksanıncı",
    )
    if n < 1:
        return {ones[0]}, set()
    head = ["yüz"] if n >= 100 else []
    ten, one = divmod(n % 100, 10)
    plain = [*head, *([tens[ten]] if ten else []), *([ones[one]] if one else [])]
    ranked = set()
    for end in (last[one] if one else rank[ten] if ten else "yüzüncü").split("/"):
        front = plain[:-1]
        if end != "ilk" or n == 1:
            ranked |= {" ".join([*front, end]), "".join([*front, end])}
    return {" ".join(plain), "".join(plain)}, ranked


def indonesian(n: int) -> Forms:
    """Pertama and kesatu; "ke-2" is read as digits."""
    word = seed("id", n)
    return {word}, {seed("id", n, "ordinal"), "ke" + word, "ke " + word}


def malay(n: int) -> Forms:
    """Lapan where Indonesian says delapan."""
    word = seed("id", n).replace("delapan", "lapan")
    return {word}, {"ke" + word, "ke " + word} | ({"pertama"} if n == 1 else set())


def tagalog(n: int) -> Forms:
    """Ika- ordinals; unang, ikalawang with the linker."""
    ones = ("wala", "isa", "dalawa", "tatlo", "apat", "lima", "anim", "pito", "walo", "siyam", "sampu")
    tens = ("", "sampu", "dalawampu", "tatlumpu", "apatnapu", "limampu", "animnapu", "pitumpu", "walumpu", "siyamnapu", "isang daan")  # fmt: skip
    elevens = ("", "labing isa", "labindalawa", "labintatlo", "labing apat", "labinlima", "labing anim", "labimpito", "labingwalo", "labinsiyam")  # fmt: skip

    def of(k: int) -> str:
        if k <= 10:
            return ones[k]
        if k < 20:
            return elevens[k - 10]
        if k >= 100:
            return "isang daan" if k == 100 else f"isang daan at {of(k - 100)}"
        return tens[k // 10] if k % 10 == 0 else f"{tens[k // 10]}t {ones[k % 10]}"

    word = of(n)
    ranked = {f"ika {word}", f"ika{word}"}
    ranked |= {1: {"una", "unang"}, 2: {"ikalawa", "pangalawa", "ikalawang", "pangalawang"},
               3: {"ikatlo", "pangatlo", "ikatlong", "pangatlong"}, 4: {"ikaapat na", "ikaapat", "pang apat"}}.get(n, set())  # fmt: skip
    return {word, word.replace(" ", "")}, ranked | {form + "ng" for form in ranked if form[-1] in "aiou"}


def swahili(n: int) -> Forms:
    """Kwanza and pili, behind "ya"."""
    ones = ("sifuri", "moja", "mbili", "tatu", "nne", "tano", "sita", "saba", "nane", "tisa")
    tens = ("", "kumi", "ishirini", "thelathini", "arobaini", "hamsini", "sitini", "sabini", "themanini", "tisini")

    def of(k: int) -> str:
        if k < 10:
            return ones[k]
        if k >= 100:
            return "mia moja" if k == 100 else f"mia moja na {of(k - 100)}"
        return tens[k // 10] if k % 10 == 0 else f"{tens[k // 10]} na {ones[k % 10]}"

    word = of(n)
    ranked = {1: {"kwanza"}, 2: {"pili"}}.get(n, {word})
    return {word}, ranked | {f"ya {form}" for form in ranked}


def vietnamese(n: int) -> Forms:
    """Thứ nhất, thứ nhì, thứ tư; linh beside lẻ; mươi left out."""
    word = seed("vi", n)
    plain = swap(swap({word}, " lẻ ", " linh "), " mươi ", " ")
    if n % 10 == 4 and n > 20:
        plain |= {form.removesuffix("bốn") + "tư" for form in plain if form.endswith("bốn")}
    if n % 10 == 5 and n > 20:
        plain |= {form.removesuffix("lăm") + "nhăm" for form in plain if form.endswith("lăm")}
    ranked = {f"thứ {form}" for form in plain}
    ranked |= {1: {"thứ nhất", "nhất", "đầu tiên", "đầu"}, 2: {"thứ nhì", "nhì"}, 4: {"thứ tư"}}.get(n, set())
    return plain, ranked


EL_ONES = ["μηδέν", "ένα/ένας/μία/μια", "δύο", "τρία/τρεις", "τέσσερα/τέσσερις", "πέντε", "έξι", "επτά/εφτά", "οκτώ/οχτώ", "εννέα/εννιά", "δέκα", "έντεκα", "δώδεκα", "δεκατρία", "δεκατέσσερα", "δεκαπέντε", "δεκαέξι", "δεκαεπτά/δεκαεφτά", "δεκαοκτώ/δεκαοχτώ", "δεκαεννέα/δεκαεννιά"]  # fmt: skip
EL_TENS = ["", "δέκα", "είκοσι", "τριάντα", "σαράντα", "πενήντα", "εξήντα", "εβδομήντα", "ογδόντα", "ενενήντα"]
EL_RANK = ["", "πρώτ", "δεύτερ", "τρίτ", "τέταρτ", "πέμπτ", "έκτ", "έβδομ", "όγδο", "ένατ", "δέκατ", "ενδέκατ", "δωδέκατ"]  # fmt: skip
EL_RANK_TENS = ["", "δέκατ", "εικοστ", "τριακοστ", "τεσσαρακοστ", "πεντηκοστ", "εξηκοστ", "εβδομηκοστ", "ογδοηκοστ", "ενενηκοστ"]  # fmt: skip


def greek(n: int) -> Forms:
    """Three genders."""
    plain = composed(EL_ONES, EL_TENS, "εκατό/εκατόν", spaced)(n)
    ranked = set()
    for endings_ in (("ο", "ό"), ("η", "ή"), ("ος", "ός"), ("α", "ά")):
        words = []
        if n >= 100:
            words.append("εκατοστ" + endings_[1])
        ten, one = divmod(n % 100, 10)
        if n % 100 in (11, 12):
            words.append(EL_RANK[n % 100] + endings_[0])
        else:
            words += [(EL_RANK_TENS[ten] + endings_[0])] if ten else []
            words += [EL_RANK[one] + endings_[0]] if one else []
        if words:
            ranked.add(" ".join(words))
    return plain, ranked


AR_M = ["", "أول/واحد", "ثاني/ثان", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر"]
AR_F = ["", "أولى/واحدة", "ثانية", "ثالثة", "رابعة", "خامسة", "سادسة", "سابعة", "ثامنة", "تاسعة", "عاشرة"]
AR_C = ["صفر", "واحد/واحدة", "اثنان/اثنين/إثنان/إثنين/اتنين", "ثلاثة/ثلاث/تلاتة", "أربعة/أربع", "خمسة/خمس", "ستة/ست", "سبعة/سبع", "ثمانية/ثمان/ثماني", "تسعة/تسع", "عشرة/عشر"]  # fmt: skip
AR_TENS = ["", "", "عشرون/عشرين", "ثلاثون/ثلاثين", "أربعون/أربعين", "خمسون/خمسين", "ستون/ستين", "سبعون/سبعين", "ثمانون/ثمانين", "تسعون/تسعين"]  # fmt: skip


def arabic(n: int) -> Forms:
    """With and without article, both genders, both cases; hamzas are folded away when titles are read."""
    plain = _arabic(n, AR_C, "عشر", article=False) | _arabic(n, AR_C, "عشرة", article=False)
    plain |= (
        {"أحد عشر", "إحدى عشرة", "حداشر"} if n == 11 else {"اثنا عشر", "اثني عشر", "اثنتا عشرة"} if n == 12 else set()
    )
    ranked: set[str] = set()
    for article in (True, False):
        ranked |= _arabic(n, AR_M, "عشر", article=article) | _arabic(n, AR_F, "عشرة", article=article)
    return plain | {f"ال{word}" for word in plain if " " not in word and n > 2}, ranked


def _arabic(n: int, ones: list[str], teen: str, *, article: bool) -> set[str]:  # noqa: PLR0911 - one line a range of numbers
    al = "ال" if article else ""
    if n == 0:
        return set(ones[0].split("/")) - {""}
    if n > 100:
        tails = _arabic(n - 100, ones, teen, article=article)
        heads = [f"{al}مائة", f"{al}مئة", f"{al}مية"]
        after = {f"{tail} بعد {al}مائة" for tail in tails} | {f"{tail} بعد {al}مئة" for tail in tails}
        return {f"{head} و{joint}{tail}" for head in heads for joint in ("", " ") for tail in tails} | after
    if n == 100:
        return {f"{al}مائة", f"{al}مئة", f"{al}مية"}
    if n <= 10:
        return {al + word for word in ones[n].split("/")} | ({f"{al}اولي"} if ones is AR_F and n == 1 else set())
    ten, one = divmod(n, 10)
    first = {1: "حادي/حادى" if teen == "عشر" else "حادية"}.get(one) if ones is not AR_C else None
    heads = (first or ones[one]).split("/")
    if ten == 1:
        return {f"{al}{head} {teen}" for head in heads}
    tens = AR_TENS[ten].split("/")
    if not one:
        return {al + word for word in tens}
    both = heads + (ones[1].split("/") if one == 1 else [])
    return {f"{al}{head} و{joint}{al}{word}" for head in both for joint in ("", " ") for word in tens}


def persian(n: int) -> Forms:
    """اول, and the -مین form that stands before its noun."""
    word, ranked = seed("fa", n), seed("fa", n, "ordinal")
    plain = swap(swap({word}, "بیست و", "بیست‌و"), "شصت", "شست")
    plain |= {word.replace("شانزده", "شونزده").replace("پانزده", "پونزده").replace("هفده", "هیفده")}
    ranks = {ranked, word + "م", word + " ام", word + "‌ام", ranked + "ین"}
    ranks |= {
        1: {"اول", "یکم", "نخست", "اولین", "نخستین"},
        2: {"دوم", "دومین", "دویم"},
        3: {"سوم", "سومین"},
    }.get(n, set())
    if n > 20 and n % 10 == 3:
        ranks |= {word.removesuffix("سه") + "سوم"}
    return plain, ranks


HE_M = [
    "אפס",
    "אחד",
    "שניים/שנים/שני",
    "שלושה/שלשה",
    "ארבעה",
    "חמישה/חמשה",
    "שישה/ששה",
    "שבעה",
    "שמונה",
    "תשעה",
    "עשרה",
]
HE_F = ["אפס", "אחת", "שתיים/שתים/שתי", "שלוש/שלש", "ארבע", "חמש", "שש", "שבע", "שמונה", "תשע", "עשר"]
HE_TENS = ["", "עשר", "עשרים", "שלושים/שלשים", "ארבעים", "חמישים/חמשים", "שישים/ששים", "שבעים", "שמונים", "תשעים"]
HE_RANK = ["", "ראשון/ראשונה", "שני/שנייה/שניה", "שלישי/שלישית", "רביעי/רביעית", "חמישי/חמישית", "שישי/שישית/ששי", "שביעי/שביעית", "שמיני/שמינית", "תשיעי/תשיעית", "עשירי/עשירית"]  # fmt: skip


def hebrew(n: int) -> Forms:
    """Both genders, with and without the article; above ten the cardinals rank."""
    plain = set()
    for ones, teen in ((HE_M, "עשר"), (HE_F, "עשרה")):
        plain |= _hebrew(n, ones, teen)
    ranked = set(HE_RANK[n].split("/")) if 1 <= n <= 10 else plain
    return plain, ranked | {"ה" + word for word in ranked}


def _hebrew(n: int, ones: list[str], teen: str) -> set[str]:
    if n >= 100:
        return (
            {"מאה"}
            if n == 100
            else {f"מאה {joint}{tail}" for tail in _hebrew(n - 100, ones, teen) for joint in ("", "ו")}
        )
    if n <= 10:
        return set(ones[n].split("/"))
    ten, one = divmod(n, 10)
    if ten == 1:
        heads = {2: ["שנים", "שתים", "שניים", "שתיים"]}.get(one, ones[one].split("/"))
        return {f"{head} {teen}" for head in heads} | ({"אחד עשר", "אחת עשרה"} if one == 1 else set())
    tens = HE_TENS[ten].split("/")
    return set(tens) if not one else {f"{head} ו{tail}" for head in tens for tail in ones[one].split("/")}


HI = """एक दो तीन चार पाँच/पांच छह/छः/छै/छे सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह/पन्द्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस/बाइस तेईस/तेइस चौबीस
पच्चीस छब्बीस सत्ताईस/सत्ताइस अट्ठाईस/अट्ठाइस/अठाईस उनतीस/उन्तीस तीस इकतीस/इकत्तीस बत्तीस तैंतीस/तेंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस/उनचालीस चालीस इकतालीस बयालीस तैंतालीस/तिरतालीस चौवालीस/चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस
उनचास पचास इक्यावन बावन तिरपन/तिरेपन चौवन/चौअन पचपन छप्पन सत्तावन अट्ठावन/अठावन उनसठ साठ इकसठ बासठ तिरसठ/तिरेसठ चौंसठ/चौसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर/इकत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर
उन्यासी/उनासी अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी/सतासी अट्ठासी/अठासी नवासी नब्बे इक्यानवे/इक्यानबे बानवे/बानबे तिरानवे/तिरानबे चौरानवे/चौरानबे पचानवे/पंचानवे/पंचानबे छियानवे/छियानबे सत्तानवे/सत्तानबे अट्ठानवे/अट्ठानबे निन्यानवे/निन्यानबे सौ""".split()
MR = """एक दोन तीन चार पाच सहा सात आठ नऊ दहा अकरा बारा तेरा चौदा पंधरा सोळा सतरा अठरा एकोणीस वीस एकवीस बावीस तेवीस चोवीस
पंचवीस सव्वीस सत्तावीस अठ्ठावीस/अठावीस एकोणतीस तीस एकतीस बत्तीस तेहतीस/तेत्तीस चौतीस पस्तीस छत्तीस सदतीस अडतीस एकोणचाळीस चाळीस एक्केचाळीस बेचाळीस त्रेचाळीस चव्वेचाळीस पंचेचाळीस सेहेचाळीस सत्तेचाळीस अठ्ठेचाळीस
एकोणपन्नास पन्नास एक्कावन्न बावन्न त्रेपन्न चोपन्न पंचावन्न छप्पन्न सत्तावन्न अठ्ठावन्न एकोणसाठ साठ एकसष्ट बासष्ट त्रेसष्ट चौसष्ट पासष्ट सहासष्ट सदुसष्ट अडुसष्ट एकोणसत्तर सत्तर एक्काहत्तर बाहत्तर त्र्याहत्तर चौर्‍याहत्तर/चौऱ्याहत्तर पंच्याहत्तर शहात्तर सत्याहत्तर अठ्ठ्याहत्तर
एकोणऐंशी ऐंशी एक्याऐंशी ब्याऐंशी त्र्याऐंशी चौऱ्याऐंशी पंच्याऐंशी शहाऐंशी सत्त्याऐंशी अठ्ठ्याऐंशी एकोणनव्वद नव्वद एक्याण्णव ब्याण्णव त्र्याण्णव चौऱ्याण्णव पंच्याण्णव शहाण्णव सत्त्याण्णव अठ्ठ्याण्णव नव्व्याण्णव शंभर""".split()
UR = """ایک دو تین چار پانچ چھ/چھے سات آٹھ نو دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس بیس اکیس بائیس تئیس چوبیس
پچیس چھبیس ستائیس اٹھائیس انتیس تیس اکتیس بتیس تینتیس چونتیس پینتیس چھتیس سینتیس اڑتیس انتالیس چالیس اکتالیس بیالیس تینتالیس چوالیس پینتالیس چھیالیس سینتالیس اڑتالیس
انچاس پچاس اکیاون باون ترپن چون پچپن چھپن ستاون اٹھاون انسٹھ ساٹھ اکسٹھ باسٹھ تریسٹھ چونسٹھ پینسٹھ چھیاسٹھ سڑسٹھ اڑسٹھ انہتر ستر اکہتر بہتر تہتر چوہتر پچھتر چھہتر ستتر اٹھہتر
اناسی اسی اکیاسی بیاسی تراسی چوراسی پچاسی چھیاسی ستاسی اٹھاسی نواسی نوے اکانوے بانوے ترانوے چورانوے پچانوے چھیانوے ستانوے اٹھانوے ننانوے سو""".split()
SANSKRIT = ("", "प्रथम", "द्वितीय", "तृतीय", "चतुर्थ", "पंचम/पञ्चम", "षष्ठ/षष्ठम", "सप्तम", "अष्टम", "नवम", "दशम")


def listed(table: list[str], hundred: str, n: int) -> set[str]:
    """From a list of 1 to 100."""
    if n <= 100:
        return set(table[n - 1].split("/")) if n else set()
    return {f"{head} {tail}" for head in hundred.split("/") for tail in table[n - 101].split("/")}


def hindi(n: int) -> Forms:
    """Sanskrit ordinals beside Hindi ones, both genders, candrabindu or anusvara."""
    plain = listed(HI, "एक सौ/सौ", n) | ({"एक सौ"} if n == 100 else {"शून्य"} if n == 0 else set())
    own = {1: "पहला पहली पहले", 2: "दूसरा दूसरी दूसरे", 3: "तीसरा तीसरी तीसरे", 4: "चौथा चौथी चौथे", 6: "छठा छठी छठवाँ छठवां छठे", 9: "नौवाँ नौवां नवाँ नौवीं"}  # fmt: skip
    ranked = set(own.get(n, "").split()) | (set(SANSKRIT[n].split("/")) if 1 <= n <= 10 else set())
    if n > 4 and n != 6:
        ranked |= {word + end for word in plain for end in ("वाँ", "वां", "वीं", "वें")}
    return plain, ranked


def marathi(n: int) -> Forms:
    """Three genders."""
    plain = listed(MR, "एकशे", n)
    own = {1: "पहिला पहिली पहिले", 2: "दुसरा दुसरी दुसरे", 3: "तिसरा तिसरी तिसरे", 4: "चौथा चौथी चौथे"}
    ranked = set(own.get(n, "").split()) | (set(SANSKRIT[n].split("/")) if 1 <= n <= 10 else set())
    if n > 4:
        ranked |= {word + end for word in plain for end in ("वा", "वी", "वे")}
    return plain, ranked


def urdu(n: int) -> Forms:
    """Both genders; the Arabic first to third of chapters."""
    plain = listed(UR, "ایک سو", n)
    own = {1: "پہلا پہلی پہلے اول", 2: "دوسرا دوسری دوسرے دوم", 3: "تیسرا تیسری تیسرے سوم", 4: "چوتھا چوتھی چہارم", 5: "پنجم", 6: "چھٹا چھٹی ششم", 7: "ہفتم", 8: "ہشتم", 9: "نہم", 10: "دہم"}  # fmt: skip
    ranked = set(own.get(n, "").split())
    if n > 4 and n != 6:
        ranked |= {word + end for word in plain for end in ("واں", "ویں")}
    return plain, ranked


def bengali(n: int) -> Forms:
    """Sanskrit ordinals to ten, -তম above."""
    plain = {seed("bn", n)} | swap({seed("bn", n)}, "একশত", "একশো", "একশ")
    own = ("", "প্রথম", "দ্বিতীয়", "তৃতীয়", "চতুর্থ", "পঞ্চম", "ষষ্ঠ", "সপ্তম", "অষ্টম", "নবম", "দশম", "একাদশ", "দ্বাদশ", "ত্রয়োদশ", "চতুর্দশ", "পঞ্চদশ", "ষোড়শ", "সপ্তদশ", "অষ্টাদশ", "ঊনবিংশ")  # fmt: skip
    ranked = {own[n]} if 0 < n < len(own) else set()
    return plain, ranked | ({word + "তম" for word in plain} if n > 10 else set())


def thai(n: int) -> Forms:
    """One word; สิบเอ็ด as spoken."""
    return {seed("th", n)}, {"แรก"} if n == 1 else set()


TABLES: dict[str, Callable[[int], Forms]] = {
    "ar": arabic, "be": belarusian, "bg": bulgarian, "bn": bengali, "ca": catalan,
    "cs": slavic(composed(CS_ONES, CS_TENS, "sto", spaced), CS_RANK, CS_RANK_TENS, "stý", _cs),
    "da": nordic("da"), "de": german, "el": greek, "en": english, "eo": seeded("eo"), "es": spanish, "fa": persian,
    "fi": finnish, "fr": french, "he": hebrew, "hi": hindi, "hr": _hr_rank, "hu": hungarian, "id": indonesian,
    "it": italian, "mr": marathi, "ms": malay, "nl": dutch, "no": nordic("no"), "pl": polish, "pt": portuguese,
    "ro": romanian, "ru": russian,
    "sk": slavic(composed(SK_ONES, SK_TENS, "sto", lambda a, b: [a + b, f"{a} {b}"]), SK_RANK, SK_RANK_TENS, "stý", _sk),
    "sl": slovenian, "sr": serbian, "sv": nordic("sv"), "sw": swahili, "th": thai, "tl": tagalog, "tr": turkish,
    "uk": ukrainian, "ur": urdu, "vi": vietnamese, "az": seeded("az"),
}  # fmt: skip


def main(tags: list[str]) -> None:
    """Write the tables of the tags given, or all."""
    for tag in tags or sorted(TABLES):
        lines = []
        for n in range(1, 121):
            plain, ranked = TABLES[tag](n)
            lines.append(f"{n}\t{'|'.join(sorted(plain - {''}))}\t{'|'.join(sorted(ranked - {''}))}\n")
        (FOLDER / f"{tag}.words").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
