"""What the links between the instalments of a series say, in many languages. In: a link's text. Out: what it means.

Each table is one expression of whole words, lower case. A word that stands inside a sentence says nothing, so only
short texts are judged: "Next: The Second Tide" and "Partie suivante" are links of a chain, "what we did next" is not.
"""

from __future__ import annotations

import re

_NEXT = (
    r"next|read on|continue(?: reading)?(?: to)? (?:part|chapter)\b.*|on to (?:part|chapter)\b.*"  # English
    r"|suivante?|la suite|lire la suite en|à suivre"  # French
    r"|nächste[rsn]?|weiter|fortsetzung|folgende[rsn]?"  # German
    r"|siguiente|próxim[oa]|continuación|seguinte|continuação|següent|seguent"  # Spanish, Portuguese, Catalan
    r"|successiv[oa]|prossim[oa]|seguente|avanti"  # Italian
    r"|volgende?|verder|nästa|neste|næste|seuraava|järgmine"  # Dutch, Nordic, Finnish, Estonian
    r"|następn[aeyi]|dalej|další|následující|ďalš(?:ia|í|ie)|nasledujúc[ae]|naslednj[iae]|sljedeć[iae]|sledeć[iae]"
    r"|следующ(?:ая|ий|ее|ие|ую)|далее|дальше|продолжение|наступн(?:а|ий|е|у)|далі|продовження|следващ[аио]|следећ[иае]"
    r"|sonraki|devamı|következő|tovább|următo(?:rul|area|area)|următorul|επόμεν[οηα]ς?|συνέχεια|kitas|toliau|nākam[aā]"
    r"|بعدی|بعد|التالي|التالية|اللاحق|اللاحقة|اگلا|اگلی|הבא|הבאה|המשך"
    r"|अगला|अगली|अगले|आगे|পরবর্তী|அடுத்த|ถัดไป|ต่อไป"
    r"|tiếp(?: theo)?|kế tiếp|berikutnya|selanjutnya|hurrengoa?"
)
_NEXT_CJK = r"下一|下[篇章回集話话頁页]|次の|次へ|次[話回章頁号]|続き|つづき|다음"
_PREVIOUS = (
    r"prev|previous|back to (?:part|chapter)\b.*"
    r"|précédente?|vorige[rsn]?|vorherige[rsn]?|zurück|letzte[rn]? teil"
    r"|anterior|precedent[e]?|indietro|vorig|föregående|forrige|edellinen|eelmine"
    r"|poprzedni[ae]?|wstecz|předchozí|predchádzajúc[ae]|prejšnj[iae]|prethodn[iae]"
    r"|предыдущ(?:ая|ий|ее|ие|ую)|назад|попередн(?:я|ій|є)|предишн[аио]|претходн[иае]"
    r"|önceki|előző|anterioar[aă]|anteriorul|προηγούμεν[οηα]ς?|ankstesnis|iepriekšēj[aā]"
    r"|قبلی|قبل|السابق|السابقة|پچھلا|پچھلی|הקודם|הקודמת"
    r"|पिछला|पिछली|पिछले|পূর্ববর্তী|முந்தைய|ก่อนหน้า|trước|sebelumnya|aurrekoa?"
)
_PREVIOUS_CJK = r"上一|上[篇章回集話话頁页]|前の|前へ|前[話回章頁号]|이전"
_OLDER = (
    r"older(?: \w+)?|earlier (?:posts|entries|articles)|next page|more posts|load more|more articles"
    r"|(?:articles? |billets? |messages? )?plus anciens?|page suivante"
    r"|ältere?(?: \w+)?|nächste seite|entradas (?:antiguas|anteriores|más antiguas)|más antiguas?|página siguiente"
    r"|(?:postagens|posts|mensagens) mais antig[ao]s|próxima página|post più vecchi|più vecchi|pagina successiva"
    r"|oudere(?: \w+)?|volgende pagina|starsze(?: \w+)?|następna strona|äldre(?: \w+)?|eldre(?: \w+)?|ældre(?: \w+)?"
    r"|предыдущие записи|более ранние|следующая страница|старіші(?: \w+)?|наступна сторінка|starší(?: \w+)?"
    r"|(?:daha )?eski(?: \w+)?|sonraki sayfa|régebbi(?: \w+)?|mai vechi|παλαιότερ\w+"
    r"|قدیمی‌?تر|نوشته‌های قدیمی‌?تر|صفحه بعدی?|أقدم|(?:رسائل|مشاركات|مقالات) أقدم|الصفحة التالية|רשומות קודמות|ישנות יותר"
    r"|पुराने पोस्ट|bài đăng cũ hơn|cũ hơn|postingan lama|lebih lama"
)
_OLDER_CJK = r"较旧|較舊|更早|上一页更早|下一[页頁]|過去の|古い|次のページ|前の投稿|이전 글|다음 페이지"
_PART = (
    r"parts?|chapters?|episodes?|instal?lments?|sections?|volumes?|teil|kapitel|folge|abschnitt|partie|chapitre|épisode"
    r"|partes?|capítulos?|capitolo|puntata|parte|episodio|deel|hoofdstuk|aflevering|część|rozdział|odcinek"
    r"|часть|части|глава|главы|серия|выпуск|частина|розділ|bölüm|kısım|قسمت|بخش|فصل|الجزء|الفصل|الحلقة|جزء|حلقة"
    r"|حصہ|باب|חלק|פרק|הפרק|החלק|भाग|अध्याय|পর্ব|phần|chương|bagian|bab|del|osa|luku|rész|fejezet|díl|část|kapitola"
    r"|partea|capitolul|μέρος|κεφάλαιο|dalis|skyrius|daļa|nodaļa"
)
_PART_CJK = r"[章篇回話话集部]|部分|장|화|편|부"
_SERIES = (
    r"series|serial|multi-?part|all parts|parts of this|in this series|other parts|installments"
    r"|série|toutes les parties|serie|alle teile|reihe|todas las partes|todas as partes|tutte le parti"
    r"|seria|cykl|цикл[ае]?|серии|все части|серія|усі частини|dizi|tüm bölümler"
    r"|مجموعه|همه قسمت‌ها|سلسلة|السلسلة|جميع الأجزاء|סדרה|शृंखला|श्रृंखला|loạt bài|seri|sarja|sorozat|seriál|σειρά"
)
_SERIES_CJK = r"系列|シリーズ|連載|连载|시리즈|연재|目次|全話|전체"
_EDGES = " \t\n\r\xa0»›→⟶➡▶►>«‹←⟵⬅◀◄<|:：·-–—()[]（）「」“”\"'."  # what stands around link texts
_LONG = 90  # characters past which a text is a sentence that links, and no link between instalments


def _table(words: str, cjk: str) -> re.Pattern[str]:
    # Scripts that part no words have none to be whole: there the characters alone count.
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)|(?:{cjk})", re.IGNORECASE)


_TABLES = {
    "next": _table(_NEXT, _NEXT_CJK),
    "previous": _table(_PREVIOUS, _PREVIOUS_CJK),
    "older": _table(_OLDER, _OLDER_CJK),
    "series": _table(_SERIES, _SERIES_CJK),
}
_PARTS = _table(_PART, _PART_CJK)
# "Part 3", "3. Teil", "第三回", "Chapter Four": only digits count here, the series' titles are judged elsewhere.
_NUMBERED = re.compile(
    rf"(?<!\w)(?:{_PART})[\s.:#№-]*(\d{{1,4}})(?!\d)|(?<!\d)(\d{{1,4}})[\s.:-]*(?:{_PART})(?!\w)"
    rf"|第\s*(\d{{1,4}})|제\s*(\d{{1,4}})|^\s*[#(\[]?(\d{{1,3}})[.):\]]\s",
    re.IGNORECASE,
)  # fmt: skip


def says(text: str, what: str) -> bool:
    """Whether a link's text says "next", "previous" or "older", or a heading "series"."""
    text = " ".join(text.split()).strip(_EDGES).lower()
    if not text or len(text) > _LONG:
        return False
    found = _TABLES[what].search(text)
    if found is None:
        return False
    # At the beginning it announces ("Next: ..."), later only in a text of a few words ("Partie suivante").
    return what == "series" or found.start() == 0 or len(text.split()) <= 4


def names_part(text: str) -> bool:
    """Whether a text has a word such as "part" or "chapter" in it."""
    return _PARTS.search(text) is not None


def number(text: str) -> int | None:
    """The number of an instalment that a link's text begins with or names: 3 of "Part 3: Ebb"; None for none."""
    found = _NUMBERED.search(" ".join(text.split()))
    return int(next(group for group in found.groups() if group)) if found else None
