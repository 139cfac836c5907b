# ruff: noqa: E501 - a row of a table is a line
"""Phrases that only lead a reader from instalment to instalment. In: a paragraph's text. Out: which kind it is.

A table, one row a language. A phrase is the whole of its paragraph or sentence, so that prose that merely
contains it ("it was continued in the spring") is none.
"""

from __future__ import annotations

import re

# "To be continued", as it closes an instalment.
_CONTINUED = {
    "en": r"(?:to be continued|continued)(?: (?:in|on|with|next) .{1,80})?|(?:the )?(?:story|series) continues.{0,40}",
    "fr": r"à suivre(?: dans .{1,60})?|la suite (?:au|dans|de) .{1,60}|suite au prochain (?:numéro|épisode)",
    "de": r"(?:wird fortgesetzt|fortsetzung folgt|fortsetzung in .{1,60}|weiter (?:in|mit) teil .{1,40})",
    "es": r"continuar[áa](?: en .{1,60})?|continúa en .{1,60}",
    "pt": r"continua(?: (?:n[oa]|em) .{1,60})?|a continuar",
    "it": r"continua(?: (?:nella|nel|in) .{1,60})?|\(?segue\)?",
    "nl": r"wordt vervolgd(?: in .{1,60})?",
    "pl": r"ciąg dalszy nastąpi|c\.?d\.?n",
    "ru": r"продолжение следует|окончание следует|продолжение в .{1,60}",
    "uk": r"далі буде|продовження (?:буде|в|у) ?.{0,60}",
    "bg": r"следва продължение",
    "cs": r"pokračování (?:příště|následuje)",
    "sk": r"pokračovanie (?:nabudúce|nasleduje)",
    "hu": r"folytatjuk|folytatása következik",
    "ro": r"va urma",
    "el": r"συνεχίζεται",
    "tr": r"devamı? (?:edecek|gelecek|var)",
    "sv": r"fortsättning följer",
    "da": r"fortsættes",
    "nb": r"fortsettes|fortsettelse følger",
    "fi": r"jatkuu",
    "ca": r"continuarà",
    "ar": r"يتبع|للحديث بقية|البقية في .{1,60}",
    "fa": r"ادامه دارد|ادامه در .{1,60}",
    "he": r"המשך יבוא|המשך ב.{1,60}",
    "hi": r"क्रमशः|जारी(?: है)?",
    "zh": r"(?:未完)?待[续續]|下[回期][续續]|未完",
    "ja": r"(?:次回[にへ])?(?:つづく|続く)|次回に続きます",
    "ko": r"(?:다음 (?:편|회)에 )?계속(?:됩니다)?",
    "vi": r"còn tiếp|còn nữa",
    "id": r"bersambung(?: ke .{1,60})?",
}
# "Read Part One here", "This is Part Two of a series": an instalment that names its neighbours.
_ORDINAL = r"(?:part|section|chapter|episode|instal?lment|post|article|number|volume|book|no\.?)"
_POINTERS = {
    "en": (
        rf"(?:this|the following) (?:is|article is|post is|essay is|was) (?:the )?(?:\w+[ -])?{_ORDINAL}\b.{{0,80}}"
        r"\b(?:series|parts?|section|\d+)\b.{0,60}|"
        rf"(?:you can )?(?:read|see|find|click here (?:for|to read)) (?:the )?(?:\w+ )?{_ORDINAL}\b.{{0,60}}\b(?:here|below|above)|"
        rf"(?:read|see) {_ORDINAL} [\w-]+(?:(?:,| and|,? &) (?:{_ORDINAL} )?[\w-]+)*|"
        rf"continued from .{{1,60}}|(?:for )?(?:the )?(?:previous|next|first|last) {_ORDINAL}(?: is)?(?: here)?"
    ),
    "fr": r"(?:lire|lisez) (?:la |le )?(?:partie|chapitre|épisode|première partie).{0,60}ici|suite de (?:la partie|l'épisode).{1,40}",
    "de": r"(?:hier geht es zu|lesen sie) (?:teil|kapitel|folge).{1,60}|(?:teil|folge) \w+ (?:lesen sie hier|gibt es hier)",
    "es": r"le[ae]r? (?:la |el )?(?:parte|capítulo|primera parte).{0,60}aquí|viene de .{1,60}",
    "pt": r"leia (?:a |o )?(?:parte|capítulo|primeira parte).{0,60}aqui",
    "it": r"legg[ei] (?:la |il )?(?:parte|capitolo|prima parte).{0,60}qui",
    "nl": r"lees (?:hier )?(?:deel|hoofdstuk).{1,60}",
    "ru": r"(?:читайте |читать )?(?:часть|главу|первую часть).{1,60}(?:здесь|тут)|начало (?:здесь|в части .{1,30})",
    "ar": r"(?:اقرأ|لقراءة) (?:الجزء|الفصل).{1,60}(?:هنا)?",
    "fa": r"(?:بخش|قسمت|فصل).{1,60}را (?:اینجا|در اینجا) بخوانید",
    "pl": r"czytaj (?:też )?(?:część|rozdział|odcinek).{1,60}",
    "he": r"(?:קראו|לקריאת) (?:את )?(?:חלק|פרק).{1,40}(?:כאן)?",
    "hi": r"(?:भाग|अध्याय) .{1,30}(?:यहाँ|यहां) पढ़ें",
    "tr": r"(?:birinci|ilk|\d+\.) (?:bölümü|kısmı).{0,30}(?:buradan|burada) (?:okuyun|okuyabilirsiniz)",
    "sv": r"läs (?:del|kapitel).{1,40}här",
    "zh": r"(?:点击|點擊)?(?:阅读|閱讀)第.{1,6}[章回篇部节節].{0,20}",
    "ja": r"第.{1,6}[章回話部]は(?:こちら|ここ).{0,20}",
}
# "[End of part 2]", as it closes a page that is no end of the book's chapter.
_ENDS = {
    "en": rf"(?:this is )?(?:the )?end of (?:the )?(?:\w+[ -])?{_ORDINAL}(?: [\w-]{{1,12}})?",
    "fr": r"fin de (?:la |l['’]|cette )?(?:\w+ )?(?:partie|chapitre|épisode)(?: \w{1,12})?|fin du chapitre(?: \w{1,12})?",
    "de": r"ende (?:von |des |der )?(?:\w+ )?(?:teils?|kapitels?|folge)(?: \w{1,14})?",
    "es": r"fin (?:de la|del|de) (?:\w+ )?(?:parte|capítulo|entrega)(?: \w{1,12})?",
    "pt": r"fim (?:da|do|de) (?:\w+ )?(?:parte|capítulo)(?: \w{1,12})?",
    "it": r"fine (?:della|del|di) (?:\w+ )?(?:parte|capitolo|puntata)(?: \w{1,12})?",
    "nl": r"einde (?:van )?(?:het )?(?:\w+ )?(?:deel|hoofdstuk)(?: \w{1,12})?",
    "pl": r"koniec (?:\w+ )?(?:części|rozdziału|odcinka)(?: \w{1,14})?",
    "ru": r"конец (?:\w+ )?(?:части|главы|серии)(?: \w{1,14})?",
    "uk": r"кінець (?:\w+ )?(?:частини|розділу)(?: \w{1,14})?",
    "cs": r"konec (?:\w+ )?(?:části|kapitoly|dílu)(?: \w{1,14})?",
    "sr": r"(?:kraj|крај) (?:\w+ )?(?:dela|poglavlja|дела|поглавља)(?: \w{1,14})?",
    "sv": r"slut på (?:del|kapitel)(?: \w{1,12})?",
    "tr": r"(?:\w+ )?(?:bölümün|kısmın) sonu",
    "ar": r"نهاية (?:الجزء|الفصل|الحلقة)(?: \w{1,12})?",
    "fa": r"پایان (?:قسمت|بخش|فصل)(?: \w{1,12})?",
    "he": r"סוף (?:חלק|פרק)(?: \w{1,8})?",
    "hi": r"भाग \S{1,10} समाप्त",
    "zh": r"第.{1,6}[章回篇部节節](?:完|终|終)|本[章回]完",
    "ja": r"第.{1,6}[章回話部] ?(?:完|終|終わり|おわり)",
    "ko": r"제?.{1,4}[편화장부] ?끝",
    "vi": r"hết (?:phần|chương|kỳ)(?: \w{1,12})?",
    "id": r"akhir (?:bagian|bab)(?: \w{1,12})?",
}
# "Next week: The Lamp". Without its colon it is prose: "Next week we leave for the coast."
_TEASERS = {
    "en": rf"(?:coming )?(?:(?:up )?next|next (?:week|time|month|up|{_ORDINAL})|in the next {_ORDINAL})\s*:.{{1,120}}",
    "fr": r"(?:la semaine prochaine|la prochaine fois|dans le prochain (?:épisode|chapitre|numéro))\s*:.{1,120}",
    "de": r"(?:nächste woche|nächstes mal|im nächsten teil|in der nächsten folge)\s*:.{1,120}",
    "es": r"(?:la próxima semana|la próxima vez|en la próxima entrega|próximo capítulo)\s*:.{1,120}",
    "pt": r"(?:na próxima semana|da próxima vez|no próximo capítulo)\s*:.{1,120}",
    "it": r"(?:la (?:prossima settimana|settimana prossima)|la prossima volta|nella prossima puntata)\s*:.{1,120}",
    "nl": r"(?:volgende week|volgende keer|in het volgende deel)\s*:.{1,120}",
    "pl": r"(?:w przyszłym tygodniu|za tydzień|w następnej części|w następnym odcinku)\s*:.{1,120}",
    "ru": r"(?:на следующей неделе|в следующий раз|в следующей (?:части|главе|серии))\s*:.{1,120}",
    "uk": r"(?:наступного тижня|наступного разу|у наступній частині)\s*:.{1,120}",
    "tr": r"(?:gelecek hafta|gelecek bölümde|sonraki bölümde)\s*:.{1,120}",
    "sv": r"(?:nästa vecka|nästa gång|i nästa del)\s*:.{1,120}",
    "ar": r"(?:الأسبوع القادم|الأسبوع المقبل|في الجزء (?:التالي|القادم)|في الحلقة (?:التالية|القادمة))\s*:.{1,120}",
    "fa": r"(?:هفته‌? ?ی? ?آینده|در قسمت (?:بعد|بعدی|آینده))\s*:.{1,120}",
    "zh": r"(?:下[集回章期]预告|下[集回章期]預告|下周|下週)\s*[:：].{1,80}",
    "ja": r"(?:次回|次回予告|次号)\s*[:：].{1,80}",
    "ko": r"(?:다음 (?:주|화|편|회)|다음 이야기)\s*:.{1,80}",
    "vi": r"(?:kỳ sau|tuần sau|phần sau)\s*:.{1,120}",
    "id": r"(?:minggu depan|bagian berikutnya)\s*:.{1,120}",
}
# "Previously", as it opens a recapitulation.
_PREVIOUSLY = {
    "en": r"previously(?: (?:in|on) .{1,80})?|the story so far|last time(?: (?:in|on) .{1,60})?|in the (?:previous|last) (?:part|instal?lment|episode|chapter)",
    "fr": r"précédemment(?: dans .{1,60})?|résumé des épisodes précédents",
    "de": r"(?:was bisher geschah|bisher(?: in .{1,60})?)",
    "es": r"(?:anteriormente|previamente)(?: en .{1,60})?|en (?:capítulos|episodios|entregas) anteriores|resumen de lo publicado",
    "pt": r"anteriormente(?: em .{1,60})?",
    "it": r"(?:nelle puntate precedenti|riassunto delle puntate precedenti|in precedenza)",
    "nl": r"wat voorafging",
    "ru": r"ранее(?: в .{1,60})?|в предыдущих сериях|в предыдущей (?:части|главе|серии)|краткое содержание предыдущих .{1,40}",
    "zh": r"前情提要|上回[说說]到",
    "ja": r"前回までのあらすじ|前回のあらすじ",
    "ko": r"지난 이야기",
    "ar": r"في الحلقات? السابقة|سابقا|في الحلقة السابقة|ملخص ما سبق|في الجزء السابق",
    "fa": r"آنچه گذشت|در قسمت‌?(?:های)? (?:قبل|پیش)",
    "pl": r"w poprzedni(?:m|ej) (?:odcinku|części|rozdziale)|poprzednio",
    "uk": r"у попередній (?:частині|серії)|раніше",
    "cs": r"v minul(?:ém|é) (?:díle|části)|co se dosud stalo",
    "tr": r"önceki bölümde|geçen bölümde",
    "sv": r"tidigare|i förra (?:delen|avsnittet)|vad som hänt hittills",
    "he": r"בפרקים הקודמים|בפרק הקודם",
    "hi": r"पिछले भाग में|अब तक की कहानी",
    "vi": r"tóm tắt kỳ trước|kỳ trước",
    "id": r"sebelumnya(?: .{1,40})?|cerita sebelumnya",
}


# Words of a link to a neighbour, or to an instalment by its number.
_NEIGHBOUR = (
    r"(?i)\b(?:next|prev(?:ious)?|back|first|last|part|section|chapter|episode|instal?lment|volume|suivant|précédent|partie|"
    r"chapitre|épisode|weiter|zurück|nächste[rs]?|vorherige[rs]?|teil|kapitel|folge|siguiente|anterior|parte|capítulo|"
    r"próxim[ao]|successiv[ao]|precedente|capitolo|volgende|vorige|deel|hoofdstuk|część|rozdział|następn\w+|poprzedni\w+|"
    r"далее|назад|следующ\w+|предыдущ\w+|часть|глава|наступн\w+|попередн\w+|частина|sonraki|önceki|bölüm|nästa|"
    r"föregående|del|kapitel|næste|forrige|التالي|السابق|الجزء|الفصل|بعدی|قبلی|بخش|قسمت|فصل|הבא|הקודם|חלק|פרק|अगला|"
    r"पिछला|भाग|अध्याय|tiếp|trước|phần|chương|berikutnya|sebelumnya|bagian|bab)\b|[0-9０-９٠-٩۰-۹०-९]|"
    r"下一|上一|第.{1,5}[章回篇部节節話]|次[回の]|前[回の]|다음|이전|제?.{1,4}[편화장부]|[→←»«›‹⟶⟵➡⬅]"
)


def _any(table: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in table.values()), re.IGNORECASE)


_LEADS = {
    "to-be-continued": _any(_CONTINUED),
    "series-pointer": _any(_POINTERS),
    "end-of-part": _any(_ENDS),
    "next-time": _any(_TEASERS),
}
_RECAP = _any(_PREVIOUSLY)
_EDGES = " \t\n\r*_~–—-…․.!:;,()[]{}<>«»“”\"'→←»›‹⟶↑↓➡⬅।。．！」「』『【】（）"
_SENTENCE = re.compile(r"(?<=[.!?…。！？।])\s+|\s*[|•·]\s*")
LONGEST = 240  # characters; a longer paragraph says more than where to go


def lead(text: str) -> str:
    """Why a paragraph is only a lead to another instalment, every sentence of it; "" where it is not."""
    if not text or len(text) > LONGEST:
        return ""
    reason = ""
    for sentence in _SENTENCE.split(text):
        bare = sentence.strip(_EDGES)
        if not bare:
            continue
        kind = next((name for name, pattern in _LEADS.items() if pattern.fullmatch(bare)), "")
        if not kind:
            return ""
        reason = reason or kind
    return reason


def recapitulates(text: str) -> bool:
    """Whether a heading, or the words before a paragraph's first colon, announce what went before."""
    return bool(_RECAP.fullmatch(text.strip(_EDGES)))


def points(text: str) -> bool:
    """Whether the words of a link speak of a neighbour, or of an instalment by number."""
    return bool(re.search(_NEIGHBOUR, text))
