"""常用语 before what a reviewer has typed."""

from perftargets.errors import CheckFailed

from .models import Phrase

GONE = "所选的常用语已停用，请另选一条，或者直接写意见。"


def with_phrase(key: str, opinion: str) -> str:
    """The opinion after the phrase of this key; ``""`` is none.

    ``CheckFailed`` if it is no longer offered: an opinion without the words that were
    chosen is not what its writer said.
    """
    if not key:
        return opinion
    phrase = None
    if key.isdecimal() and len(key) < 10:
        phrase = Phrase.objects.active().filter(pk=key).first()
    if phrase is None:
        raise CheckFailed(GONE, {"opinion": GONE})
    return f"{phrase.text}\n{opinion}" if opinion.strip() else phrase.text
