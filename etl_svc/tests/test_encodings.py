"""Old and foreign encodings: names come out as they were written, or it is asked."""

import pytest

from etl_svc.errors import JobFailed
from etl_svc.files.encodings import guess_encoding
from etl_svc.files.layout import FileOptions
from etl_svc.tests.reading import read

WORDS = {
    "fr": "Crème brûlée,Pâté de campagne,Thé vert,Gâteau à la noix,Maïs doux,Hôtel,Noël,Île flottante,CAFÉ,épinards,Garçon",
    "de": "Käse,Brötchen,Müsli,Weißbrot,Früchte,Äpfel,Überraschung,GRÜN,Größe M,Süßstoff,Hähnchen",
    "es": "Piña,Jamón,Plátano,Azúcar,Limón,Turrón,Ñoquis,Pingüino,CAÑA,Melón",
    "it": "Caffè,Tiramisù,Ragù,Perché,Città,Però,Bontà,Lunedì",
}  # fmt: skip
ENCODINGS = ["cp1252", "iso-8859-15", "cp850", "cp437", "cp858", "mac-roman"]


def lines(words: str, encoding: str) -> list[bytes]:
    found = []
    for word in words.split(","):
        try:
            found.append(f"{word};2;4,50".encode(encoding))
        except UnicodeEncodeError:
            continue
    return found


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("language", WORDS)
def test_words_of_a_language_are_read_as_they_were_written(language, encoding):
    written = lines(WORDS[language], encoding)

    guess = guess_encoding(written)

    assert guess.readings == ()
    assert [line.decode(guess.encoding) for line in written] == [
        line.decode(encoding) for line in written
    ]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_single_word_is_read_right_or_asked_about(encoding):
    """However little there is to go by, nothing is garbled in silence."""
    asked = 0
    for word in lines(",".join(WORDS.values()), encoding):
        guess = guess_encoding([word])
        samples = {one.encoding: one.sample for one in guess.readings}
        asked += bool(samples)
        right = word.decode(encoding)
        assert word.decode(guess.encoding) == right or right in samples.values()
    if encoding == "cp1252":
        assert asked <= 4, "the usual files are asked about"


DOS = "Référence;Date;Qté;Libellé\nR1;13/02/2026;2;Crème brûlée\nR2;14/02/2026;1;Pâté\n"


async def test_a_file_of_a_dos_till_keeps_its_names_and_says_so(tmp_path):
    found = await read(tmp_path, DOS.encode("cp850"))

    assert found.layout.written == "cp850"
    assert [row.name for row in found.batch.rows] == ["Crème brûlée", "Pâté"]
    assert "encoding_guessed" in found.findings
    assert found.layout.columns["sku"] == ["Référence"]


async def test_letters_deep_in_a_file_count_too(tmp_path):
    """A sample of some places would miss the only accent of a large file."""
    plain = "".join(f"R{n % 90};13/02/2026;1\n" for n in range(20_000))
    content = f"sku;sold_at;quantity\n{plain}Müsli;13/02/2026;2\nKäse;13/02/2026;2\nGrüße;13/02/2026;2\n{plain}"

    found = await read(tmp_path, content.encode("cp437"), dry_run=False)

    assert found.layout.fallback == "cp437" or found.layout.fallback == "cp850"


DOUBTFUL = "sku;sold_at;quantity\nÉ;13/02/2026;2\n".encode("cp1252")


async def test_a_doubtful_encoding_is_asked_with_what_each_reading_gives(tmp_path):
    found = await read(tmp_path, DOUBTFUL)

    assert "encoding" in found.layout.unsure
    samples = {one.encoding: one.sample for one in found.layout.readings}
    assert samples["cp1252"].startswith("É;")
    assert len(samples) > 1


async def test_without_a_dry_run_a_doubtful_encoding_imports_nothing(tmp_path):
    with pytest.raises(JobFailed) as refused:
        await read(tmp_path, DOUBTFUL, dry_run=False)

    assert refused.value.code == "ambiguous_encoding"
    assert "encoding=cp1252: É;" in str(refused.value)
    told = await read(tmp_path, DOUBTFUL, dry_run=False, encoding="cp1252")
    assert told.sold == [("É", 2, "2026-02-13")]


async def test_the_encoding_of_a_source_is_kept_for_lines_that_need_it(tmp_path):
    saved = FileOptions(
        columns={"sku": ["sku"], "sold_at": ["sold_at"], "quantity": ["quantity"]},
        encoding="cp1252",
    )
    utf_8 = "sku;sold_at;quantity\nPâté;13/02/2026;2\n"

    old = await read(tmp_path, DOUBTFUL, saved, dry_run=False)
    new = await read(tmp_path, utf_8, saved, dry_run=False)

    assert (old.sold[0][0], new.sold[0][0]) == ("É", "Pâté")


@pytest.mark.parametrize(
    "content",
    [
        "sku,sold_at,quantity\rTEA,2026-02-13,2\rMUG,2026-02-14,1\r",
        "sku,sold_at,quantity\rTEA,2026-02-13,2\rMUG,2026-02-14,1",
        'sku,sold_at,quantity\rTEA,2026-02-13,2\r"MUG",2026-02-14,1\r',
    ],
)
async def test_lines_that_end_as_on_old_macintoshes_are_lines(tmp_path, content):
    found = await read(tmp_path, content, dry_run=False)

    assert found.sold == [("TEA", 2, "2026-02-13"), ("MUG", 1, "2026-02-14")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
async def test_utf_16_is_read_with_a_mark_and_without(tmp_path, encoding):
    content = "sku\tsold_at\tquantity\nThé\t2026-02-13\t2\n".encode(encoding)

    found = await read(tmp_path, content, dry_run=False)

    assert found.sold == [("Thé", 2, "2026-02-13")]


SPOILT = "sku;sold_at;quantity\nCrÃ¨me;13/02/2026;2\n"


async def test_letters_that_another_program_has_spoilt_are_asked_about(tmp_path):
    shown = await read(tmp_path, SPOILT)
    with pytest.raises(JobFailed) as refused:
        await read(tmp_path, SPOILT, dry_run=False)
    mended = await read(tmp_path, SPOILT, dry_run=False, encoding="utf-8-twice")
    kept = await read(tmp_path, SPOILT, dry_run=False, encoding="utf-8")

    assert "encoding" in shown.layout.unsure
    assert "encoding=utf-8-twice: Crème;" in str(refused.value)
    assert (mended.sold[0][0], kept.sold[0][0]) == ("Crème", "CrÃ¨me")


async def test_letters_that_are_lost_are_said(tmp_path):
    lost = "sku;sold_at;quantity\nCr\ufffdme;13/02/2026;2\n"
    with pytest.raises(JobFailed) as refused:
        await read(tmp_path, lost, dry_run=False)

    assert refused.value.code == "ambiguous_encoding"
    assert "spoilt" in str(refused.value)


@pytest.mark.parametrize(
    "word", ["São Tomé", "Às", "naïve – “quote”", "Âme", "5 € · ½"]
)
async def test_good_letters_are_not_taken_for_spoilt_ones(tmp_path, word):
    found = await read(
        tmp_path, f"sku;sold_at;quantity\n{word};13/02/2026;2\n", dry_run=False
    )

    assert found.sold[0][0] == word
