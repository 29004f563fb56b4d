"""How single characters are read where texts are compared, for one text and for many at once."""

import unicodedata

TABLE = 1 << 16
"""Characters from here on are all read alike."""
# fmt: off
COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民"
    "得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社"
    "事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提"
    "直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放"
    "决西被干做必战先回则任取据处理给今请您领导希望谢反映居市县"
)
# fmt: on
"""The commonest characters of Chinese: what they write tells little of the matter."""
COMMON_WEIGHT, DIGIT_WEIGHT = 0.4, 0.7
"""What such characters give to the weight of a pair; others give 1."""


def plain_form(character: str) -> str:
    """The half-width, lower-case form of a letter or digit below TABLE; "" of anything else."""
    if ord(character) >= TABLE - 1:
        return ""
    folded = unicodedata.normalize("NFKC", character).lower()[:1]
    return folded if folded.isalnum() else ""
