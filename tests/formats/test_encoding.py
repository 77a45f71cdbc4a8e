"""Text of unknown encoding: words and passages in what old programs wrote."""

from __future__ import annotations

import pytest

from seqgen.formats.encoding import decode, decode_as, decode_names, is_text_encoding

WORDS = [
    ("cp1252", "Flöte"),
    ("cp1252", "Clavecín"),
    ("cp1252", "© 1998 J. Müller"),
    ("cp1252", "Été à Évian"),
    ("cp1252", "It’s “fine” – naïve"),
    ("cp1252", "Œuvre nº 3 «Été»"),
    ("cp1252", "L‘été “indien”, c’est ça…"),
    ("cp850", "Flöte"),
    ("cp850", "Château d'été"),
    ("cp850", "Canción del niño"),
    ("cp1250", "Łódź"),
    ("cp1250", "Skřivánek"),
    ("cp1252", "Smørrebrød på øen"),
    ("cp1251", "Скрипка"),
    ("cp1251", "Бас гитара"),
    ("koi8_r", "Фортепиано"),
    ("cp1253", "Πιάνο"),
    ("cp932", "ピアノ"),
    ("cp932", "ｷﾞﾀｰ"),
    ("cp932", "作曲:山田"),
    ("cp932", "曲名"),
    ("euc_jp", "ピアノ"),
    ("gb18030", "小提琴 独奏"),
    ("big5", "鋼琴"),
    ("euc_kr", "피아노"),
]
PASSAGES = [
    ("cp1252", "Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du kaum einen Hauch; die Vögelein schweigen."),
    ("cp1252", "Les sanglots longs des violons de l’automne blessent mon cœur ; été, forêt, château, où êtes-vous ?"),
    ("cp1252", "En un lugar de la Mancha vivía un hidalgo de rocín flaco. Señor, mañana, corazón, niño, así, también."),
    ("cp850", "Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du kaum einen Hauch; die Vögelein schweigen."),
    ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy. Kde domov můj, voda hučí po lučinách, bory šumí po skalinách."),
    (
        "cp1250",
        "Litwo! Ojczyzno moja! ty jesteś jak zdrowie; ile cię trzeba cenić, ten tylko się dowie, kto cię stracił.",
    ),
    ("cp1251", "Мой дядя самых честных правил, когда не в шутку занемог, он уважать себя заставил."),
    ("koi8_r", "Мой дядя самых честных правил, когда не в шутку занемог, он уважать себя заставил."),
    ("cp932", "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"),
    ("euc_jp", "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"),
    ("gb18030", "床前明月光，疑是地上霜。举头望明月，低头思故乡。白日依山尽，黄河入海流。"),
    ("big5", "床前明月光，疑是地上霜。舉頭望明月，低頭思故鄉。白日依山盡，黃河入海流。"),
    ("euc_kr", "나 보기가 역겨워 가실 때에는 말없이 고이 보내 드리우리다. 영변에 약산 진달래꽃"),
    ("cp1253", "Σε γνωρίζω από την κόψη του σπαθιού την τρομερή, σε γνωρίζω από την όψη που με βία μετράει τη γη."),
]


@pytest.mark.parametrize(("encoding", "text"), [*WORDS, *PASSAGES], ids=lambda value: value[:12])
def test_text_is_read_in_the_encoding_it_was_written_in(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text
    assert decode(text.encode(encoding)).replaced == 0


@pytest.mark.parametrize(("encoding", "text"), PASSAGES, ids=lambda value: value[:12])
def test_a_few_foreign_words_in_a_long_english_text_are_enough(encoding: str, text: str) -> None:
    whole = "The quick brown fox jumps over the lazy dog.\n" * 200 + text

    assert decode(whole.encode(encoding)).text == whole


def test_a_foreign_word_at_the_end_of_one_long_line_is_enough() -> None:
    whole = "word " * 40_000 + "吾輩は猫である。名前はまだ無い。"

    assert decode(whole.encode("cp932")).text == whole


@pytest.mark.parametrize("bad", [b"\xff", b"\xe9", b"\xc3", b"\xe2\x82"])
def test_one_bad_place_in_utf_8_costs_no_other(bad: bytes) -> None:
    decoded = decode("Grüße, ".encode() + bad + " naïve façade".encode())

    assert (decoded.text, decoded.replaced) == ("Grüße, \ufffd naïve façade", 1)


def test_the_replacement_character_of_a_text_itself_is_not_counted() -> None:
    assert decode_as("ein \ufffd und ".encode() + b"\xff", "utf-8").replaced == 1


def test_names_in_one_file_are_decoded_together() -> None:
    # alone, the second might be Western
    names = [name.encode("cp932") for name in ("メロディ", "曲", "Bass")]

    assert decode_names(names) == ["メロディ", "曲", "Bass"]


@pytest.mark.parametrize(
    ("name", "known"), [("shift_jis", True), ("utf-16", True), ("rot13", False), ("klingon", False)]
)
def test_encodings_are_checked_by_name(name: str, known: bool) -> None:
    assert is_text_encoding(name) == known
