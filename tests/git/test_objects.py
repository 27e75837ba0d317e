import pytest

from core.errors import SourceUnreadable
from core.git.objects import Entry, blobs, commit_in, is_oid, listed
from core.model.proposal import Commit

OID = "a" * 40


def raw(author: bytes, message: bytes, extra: bytes = b"") -> bytes:
    return (
        b"tree "
        + OID.encode()
        + b"\nauthor "
        + author
        + b"\ncommitter c <c@d> 1 +0000"
        + extra
        + b"\n\n"
        + message
    )


@pytest.mark.parametrize(
    ("content", "author", "authored", "subject"),
    [
        pytest.param(
            raw(b"A B <a@b> 1771243200 +0100", b"one\n\ntwo\n"),
            "A B <a@b>",
            "2026-02-16T12:00:00Z",
            "one",
            id="plain",
        ),
        pytest.param(
            raw(b"<a@b> 0 +0000", b""), "<a@b>", "1970-01-01T00:00:00Z", "", id="nameless and wordless"
        ),
        pytest.param(
            raw(b"A <a@b> 99999999999999999 +0000", b"x"),
            "A <a@b>",
            "1970-01-01T00:00:00Z",
            "x",
            id="a time beyond time",
        ),
        pytest.param(
            raw(b"A <a@b> -1 +0000", b"x"), "A <a@b>", "1969-12-31T23:59:59Z", "x", id="before the epoch"
        ),
        pytest.param(
            raw(b"no time at all", b"x"), "", "1970-01-01T00:00:00Z", "x", id="a broken author line"
        ),
        pytest.param(
            raw(b"J\xfc <j@b> 0 +0000", b"\xfc", b"\nencoding ISO-8859-1"),
            "Jü <j@b>",
            "1970-01-01T00:00:00Z",
            "ü",
            id="latin-1",
        ),
        pytest.param(
            raw(b"J\xfc <j@b> 0 +0000", b"x"),
            "J\ufffd <j@b>",
            "1970-01-01T00:00:00Z",
            "x",
            id="bytes that are no text",
        ),
        pytest.param(
            raw(b"A <a@b> 0 +0000", b"x", b"\nencoding zlib"),
            "A <a@b>",
            "1970-01-01T00:00:00Z",
            "x",
            id="an encoding that is none",
        ),
        pytest.param(
            raw(b"A <a@b> 0 +0000", b"x\nauthor M <m@m> 9 +0000\n"),
            "A <a@b>",
            "1970-01-01T00:00:00Z",
            "x",
            id="a forged line in the message",
        ),
    ],
)
def test_a_commit_object_is_read(content: bytes, author: str, authored: str, subject: str) -> None:
    read = commit_in(OID, content)
    assert read == Commit(
        oid=OID,
        author=author,
        authored=authored,
        subject=subject,
        committer=read.committer,
        signed=False,
    )


def test_a_listing_is_read_and_names_that_are_no_text_are_left_out() -> None:
    output = b"100644 blob 1\ta b/c\x00120000 blob 2\tl\n\x00160000 commit 3\ts\x00100644 blob 4\t\xff\0"
    assert listed(output) == {
        "a b/c": Entry("100644", "1"),
        "l\n": Entry("120000", "2"),
        "s": Entry("160000", "3"),
    }
    assert listed(b"") == {}


def test_contents_come_in_the_order_they_were_asked_for() -> None:
    assert list(blobs(b"aa blob 3\nx\ny\nbb blob 0\n\n")) == [("aa", b"x\ny"), ("bb", b"")]


def test_a_missing_object_is_unreadable() -> None:
    with pytest.raises(SourceUnreadable, match="partial clone"):
        list(blobs(b"aa missing\n"))


@pytest.mark.parametrize(
    ("text", "answer"),
    [(OID, True), ("A" * 40, False), ("a" * 64, True), ("a" * 41, False), ("--x", False), ("", False)],
)
def test_an_object_id_is_known_by_its_form(text: str, *, answer: bool) -> None:
    assert is_oid(text) is answer


@pytest.mark.parametrize(
    ("lines", "committer", "signed"),
    [
        pytest.param("committer Bob <b@x> 7 +0000", "Bob <b@x>", False, id="another committer, unsigned"),
        pytest.param(
            "committer A <a@x> 7 +0000\ngpgsig -----BEGIN PGP SIGNATURE-----\n x",
            "A <a@x>",
            True,
            id="signed",
        ),
        pytest.param(
            "committer A <a@x> 7 +0000\n\ngpgsig forged", "A <a@x>", False, id="forged in the message"
        ),
    ],
)
def test_who_committed_and_whether_it_carries_a_signature(
    lines: str,
    committer: str,
    signed: bool,  # noqa: FBT001
) -> None:
    read = commit_in("a" * 40, f"tree {'b' * 40}\nauthor A <a@x> 7 +0000\n{lines}\n\nsubject\n".encode())
    assert (read.author, read.committer, read.signed) == ("A <a@x>", committer, signed)
