"""The table itself: see tests.factories_tamper for how each is done."""

from __future__ import annotations

import base64
from pathlib import Path

from tests import factories_bundle as made
from tests.factories_tamper import (
    ALL,
    NOT_A_BROWSER,
    Tampering,
    added,
    at_another_time,
    by_operator,
    closed_of,
    dropped,
    edited,
    everywhere,
    flip_after,
    in_line,
    left_out,
    line,
    log,
    log_size,
    of_a_fork,
    older,
    origin_of,
    place,
    proof_lines,
    renumbered,
    reopened,
    resigned,
    signature_lines,
    stem,
    swapped,
    under_name,
    whole,
    with_earlier_export,
    with_extension,
    with_stranger,
    without,
)

from haal.ledger import merkle

INDEX = place("received", "r_a")
RECEIVED, GRADED, VIEWED = stem("received", "r_a"), stem("graded", "r_a"), stem("viewed", "r_b")
EXPORT = f"data/acts/{max(log().records):010d}"
PHOTO = next(name for name in whole() if name.startswith("data/files/"))
HASHES = len(merkle.inclusion_proof(log().tree.node, index=INDEX, size=log_size()))
SALT = base64.b64encode(b"s" * 32).decode()
W = made.WITNESSES


def link_out(folder: Path) -> None:
    path = folder / f"{RECEIVED}.act"
    elsewhere = folder.parent / "elsewhere"
    elsewhere.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(elsewhere)


def link_folder(folder: Path) -> None:
    (folder / "data/files").rename(folder.parent / "files")
    (folder / "data/files").symlink_to(folder.parent / "files")


def t(name: str, files, **more) -> Tampering:
    return Tampering(name=name, files=files, **more)


TREE = (
    t("a leaf is changed", edited(f"{RECEIVED}.leaf", flip_after(b"haal-leaf/v1\n"))),
    t("a leaf is another act's", lambda: {**whole(), f"{RECEIVED}.leaf": whole()[f"{GRADED}.leaf"]}),
    t("an act says another index", swapped(f"{RECEIVED}.act", f"index {INDEX}\n", f"index {INDEX + 1}\n")),
    t("a proof says another index", swapped(f"{RECEIVED}.tlog-proof", f"index {INDEX}\n", f"index {INDEX + 1}\n")),
    t("an act is moved to another place", renumbered),
    t("a proof is another act's", lambda: {**whole(), f"{RECEIVED}.tlog-proof": whole()[f"{GRADED}.tlog-proof"]}),
    *(
        t(
            f"hash {n} of a proof is changed",
            edited(
                f"{RECEIVED}.tlog-proof",
                proof_lines(lambda lines, n=n: [*lines[:n], base64.b64encode(b"h" * 32), *lines[n + 1 :]]),
            ),
        )
        for n in range(HASHES)
    ),
    t("a hash of a proof is left out", edited(f"{RECEIVED}.tlog-proof", proof_lines(lambda lines: lines[:-1]))),
    t("a proof has a hash too many", edited(f"{RECEIVED}.tlog-proof", proof_lines(lambda lines: [*lines, lines[0]]))),
    t("two hashes of a proof are exchanged", edited(f"{RECEIVED}.tlog-proof", proof_lines(lambda lines: lines[::-1]))),
    t("a proof has a line that nobody signed", swapped(f"{RECEIVED}.tlog-proof", "@v1\n", "@v1\nextra AAAA\n")),
    t(
        "a proof is under another checkpoint than the rest",
        edited(f"{RECEIVED}.tlog-proof", lambda data: data.partition(b"\n\n")[0] + b"\n\n" + older("").encode()),
    ),
)

SIGNATURES = (
    t("the size is raised", everywhere(lambda text: text.replace(f"\n{log_size()}\n", f"\n{log_size() + 1}\n", 1))),
    t(
        "the root is changed",
        everywhere(
            lambda text: text.replace(
                base64.b64encode(origin_of(text).root).decode(), base64.b64encode(b"r" * 32).decode(), 1
            )
        ),
    ),
    t(
        "the origin is changed",
        everywhere(lambda text: text.replace("haal.example/ledger\n", "haal.example/other\n", 1)),
    ),
    t("the log's signature is changed", everywhere(signature_lines(lambda rows: [rows[0][:-3] + "AA=", *rows[1:]]))),
    t("the log's signature is left out", everywhere(signature_lines(lambda rows: rows[1:]))),
    t("the checkpoint is signed by nobody", everywhere(lambda text: text.rpartition("\n\n")[0] + "\n")),
    t("one witness is left out", everywhere(signature_lines(lambda rows: rows[:2]))),
    t("all witnesses are left out", everywhere(signature_lines(lambda rows: rows[:1]))),
    t(
        "a witness's line stands under another's name",
        everywhere(signature_lines(lambda rows: [*rows[:2], under_name(rows[2], W[0].name)])),
    ),
    t("a witness is exchanged for a stranger", lambda: made.written(log(), by=made.Signing(witnesses=(W[0], W[3])))),
    t("one witness is counted twice", lambda: made.written(log(), by=made.Signing(witnesses=(W[0], W[0])))),
    t(
        "a witness's time is changed",
        everywhere(signature_lines(lambda rows: [*rows[:2], at_another_time(rows[2])])),
    ),
    t(
        "a witness's signature is changed",
        everywhere(signature_lines(lambda rows: [*rows[:2], rows[2][:-5] + "AAA=="])),
    ),
    t("the checkpoint is an older one", everywhere(older)),
    t("the ledger is forked, and no witness saw it", of_a_fork(0)),
    t("the ledger is forked, and one witness helped", of_a_fork(1)),
    t("the ledger is another's with the same name", lambda: made.written(log(), by=made.Signing(key=made.OTHER_KEY))),
    t("the operator signs a smaller ledger alone", everywhere(resigned)),
    t("the checkpoint has a fourth line", everywhere(with_extension)),
    t("the checkpoint has a line end of another kind", everywhere(lambda text: text.replace("\n", "\r\n", 1))),
    t("a signature line is malformed", everywhere(lambda text: text + "— x\n")),
    t("the policy holds another key", whole, policy=lambda: made.policy_text(key=made.OTHER_KEY)),
    t("the policy asks for a third witness", whole, policy=lambda: made.policy_text(needed=3)),
    t("the policy is damaged", whole, policy=lambda: made.POLICY.replace("quorum witnesses", "quorum nobody")),
    t("the policy has two quorums", whole, policy=lambda: made.POLICY + "quorum none\n"),
)

FIELDS = (
    t("a closed field is opened with words made up", edited(f"{RECEIVED}.act", reopened)),
    t("a salt is another", in_line(f"{RECEIVED}.act", "figures", r"open \S+", f"open {SALT}")),
    t("a figure is raised", in_line(f"{RECEIVED}.act", "figures", r'"low":9', '"low":90')),
    t("a figure is written otherwise", in_line(f"{RECEIVED}.act", "figures", r'"low":9', '"low":9.0')),
    t("a closed field is another", in_line(f"{RECEIVED}.act", "saw", r"closed \S+", f"closed {SALT}")),
    t(
        "an opened field is closed as something else",
        in_line(f"{RECEIVED}.act", "figures", r"open .*", f"closed {SALT}"),
    ),
    t("a field is left out", edited(f"{RECEIVED}.act", lambda data: data.replace(line(data, "saw") + b"\n", b""))),
    t("a field is added", edited(f"{RECEIVED}.act", lambda data: data + f'zeal open {SALT} "much"\n'.encode())),
    t(
        "two fields are exchanged",
        edited(
            f"{RECEIVED}.act",
            lambda data: data.replace(line(data, "act") + b"\n", b"") + line(data, "act") + b"\n",
        ),
    ),
    t("a field is there twice", edited(f"{RECEIVED}.act", lambda data: data + line(data, "v") + b"\n")),
    t("a field has another name", swapped(f"{RECEIVED}.act", "figures open", "figured open")),
    t(
        "a denial is turned into a claim",
        in_line(stem("received", "r_c") + ".act", "responsibility", "denied", "claimed"),
    ),
    t("an act says another subject", in_line(f"{RECEIVED}.act", "subject", "r_a", "r_b")),
    t("an act is said to be of another kind", in_line(f"{GRADED}.act", "kind", "graded", "viewed")),
    t("an act holds a control character", swapped(f"{RECEIVED}.act", '"r_a"', '"r_a"\t')),
    t("an act has no end of line", edited(f"{RECEIVED}.act", lambda data: data[:-1])),
    t("an act holds an empty line", edited(f"{RECEIVED}.act", lambda data: data + b"\n")),
    t("the kind of an act is rightly closed, to hide it", closed_of("linked", "kind")),
    t("a link rightly closes which report", closed_of("linked", "report")),
    t("the export rightly closes what it holds", closed_of("exported", "contents")),
    t("the export rightly closes its files", closed_of("exported", "files")),
)

WHOLE = (
    t("an act of custody in the middle is left out", left_out(("graded", "r_a"))),
    t("an act of custody at the end is left out", left_out(("viewed", "r_b"))),
    t("a report is left out, its link is not", left_out(("received", "r_b"))),
    t(
        "a contradicting report is left out with its link",
        lambda: made.written(
            without(
                place("received", "r_b"),
                place("viewed", "r_b"),
                next(at for at, one in log().records.items() if one.value("report") == "r_b"),
            )
        ),
    ),
    t("the lower figure is left out", left_out(("received", "r_b"), ("viewed", "r_b"))),
    t("the denial is left out with its merger", left_out(("received", "r_c"), ("merged", "i_x"), ("merged", "i_y"))),
    t("the unlinking is left out", left_out(("unlinked", "i_x"))),
    t("the publication is left out", left_out(("published", "i_x"))),
    t("the export is left out", left_out(("exported", "i_x"))),
    t("another act is called the export", swapped("data/bundle", f"export {log().export}", "export act_14")),
    t("the export of an earlier day stands for all", with_earlier_export),
    t("a true act of another incident is added", with_stranger),
    t("the operator exports without a contradicting report", by_operator((("received", "r_b"), ("viewed", "r_b")))),
    t("the operator exports without an act of custody", by_operator((("graded", "r_a"),))),
    t("the operator exports without the denial", by_operator((("received", "r_c"),))),
    t("the denials are counted less", swapped("data/bundle", "denials 1", "denials 0")),
    t("the reports are counted more", swapped("data/bundle", "reports 3", "reports 4")),
    t("closed figures are counted that are not", swapped("data/bundle", "figures-closed 0", "figures-closed 1")),
    t("the kinds are counted otherwise", swapped("data/bundle", "kind viewed 1", "kind viewed 2")),
    t("the standard is raised", swapped("data/bundle", "standard corroborated", "standard reasonable-grounds")),
    t("the standard is one of ours no more", swapped("data/bundle", "standard corroborated", "standard proven")),
    t("the bundle says another incident", swapped("data/bundle", "incident i_x", "incident i_y")),
    t("the bundle has a line more", edited("data/bundle", lambda data: data + b"guilt proven\n")),
    t("the bundle is of another version", swapped("data/bundle", "bundle/v2", "bundle/v3")),
    t("a file is altered", edited(PHOTO, lambda data: data + b"more")),
    t("a file is exchanged and named by its bytes", added("data/files/" + "ab" * 32, b"other bytes")),
    t("an exported file is missing", dropped(PHOTO)),
    t("an act is missing", dropped(f"{RECEIVED}.act")),
    t("a leaf is missing", dropped(f"{RECEIVED}.leaf")),
    t("a proof is missing", dropped(f"{RECEIVED}.tlog-proof")),
    t("the checkpoint is missing", dropped("data/checkpoint")),
    t("the head is missing", dropped("data/bundle")),
)

FOLDER = (
    t("an act is altered and no manifest made anew", swapped(f"{VIEWED}.act", "viewed", "sealed"), reseal=False),
    t("the read-me is altered", swapped("README.md", "Haal", "Other"), reseal=False),
    t("a manifest is changed alone", swapped("manifest-sha256.txt", "data/bundle", "data/bundel"), reseal=False),
    t("a manifest lost a line", edited("manifest-sha256.txt", lambda data: data.split(b"\n", 1)[1]), reseal=False),
    t(
        "a manifest is in another order",
        edited("tagmanifest-sha256.txt", lambda data: b"\n".join([*data.split(b"\n")[-2::-1], b""])),
        reseal=False,
    ),
    t("a manifest is missing", dropped("tagmanifest-sha256.txt"), reseal=False),
    t("a file has an odd name", added(f"{RECEIVED}.act~", b"x")),
    t("a file is hidden", added("data/acts/.hidden", b"x")),
    t("a file lies at the top", added("evidence.txt", b"x")),
    t("a program lies beside the others", added("verify.exe", b"x")),
    t("an act is a link", whole, on_disk=link_out, claimed_by=NOT_A_BROWSER),
    t("a folder is a link", whole, on_disk=link_folder, claimed_by=NOT_A_BROWSER),
    t("a folder is added", whole, on_disk=lambda folder: (folder / "data/acts/more").mkdir(), claimed_by=NOT_A_BROWSER),
)

TAMPERINGS = (*TREE, *SIGNATURES, *FIELDS, *WHOLE, *FOLDER)
assert len({one.name for one in TAMPERINGS}) == len(TAMPERINGS)
assert all(one.claimed_by <= ALL for one in TAMPERINGS)
