"""What a token must be before a request is read: each known weakness of the SDK is closed here."""

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import traceback
from collections.abc import Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.teams.keys import Key
from bot.teams.verify import LEEWAY, Claims, Forbidden, Unverified, Verifier
from tests.teams.signed import APP_ID, ISSUER, KID, SERVICE, private, published, sealed, token

NOW = 1_800_000_000.0


class Known:
    """The keys that there are, without a server."""

    async def find(self, kid: str) -> Key | None:
        """A key by its id."""
        return Key(private(KID).public_key(), frozenset({"msteams"})) if kid == KID else None


def verified(authorization: str, now: float = NOW) -> Claims:
    """What a header vouches for."""
    verifier = Verifier(APP_ID, Known(), lambda: now)  # type: ignore[arg-type]
    return asyncio.run(verifier.verified(authorization))


def bearer(**changed: Any) -> str:
    """The header of a token that is good now, but for what is changed."""
    times = {"exp": NOW + 3_600, "nbf": NOW - 10}
    return "Bearer " + token(**{**times, **changed})


def by_hand(header: Mapping[str, Any] | bytes, payload: bytes = b"{}") -> str:
    """A token of anything at all, whose signature is a mere word."""
    head = header if isinstance(header, bytes) else json.dumps(header).encode()
    parts = (base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in (head, payload, b"x"))
    return "Bearer " + ".".join(parts)


def test_a_good_token_vouches_for_a_service_and_for_the_channels_of_its_key() -> None:
    """However its claim is spelt."""
    assert verified(bearer()) == Claims(SERVICE, frozenset({"msteams"}))
    assert verified(bearer(serviceurl=None, serviceUrl=SERVICE)).service_url == SERVICE


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": NOW - LEEWAY}, {"exp": None}, {"exp": "9999999999"}, {"exp": True},
        {"exp": float("nan")}, {"exp": float("inf")}, {"exp": 10**400}, {"exp": [NOW + 9]},
        {"nbf": NOW + LEEWAY + 1}, {"nbf": None, "NBF": 1, "exp": None},
        {"iss": "https://sts.windows.net/x/"}, {"iss": None}, {"iss": ["https://api.botframework.com"]},
        {"aud": "autre"}, {"aud": None}, {"aud": [APP_ID]}, {"aud": ""},
        {"serviceurl": None}, {"serviceurl": ""}, {"serviceurl": 1}, {"serviceUrl": SERVICE},
        {"key": private("un autre")}, {"header": {"kid": "inconnu"}},
        {"header": {"kid": "k" * 300}}, {"header": {"crit": ["exp"]}},
        {"algorithm": "RS384"}, {"algorithm": "PS256"}, {"algorithm": "none"},
        {"algorithm": "HS256", "key": b"x" * 64},
    ],
)  # fmt: skip
def test_a_token_with_anything_wrong_is_refused(changed: dict[str, Any]) -> None:
    """Signed by the right key or not."""
    with pytest.raises(Unverified):
        verified(bearer(**changed))


def test_the_public_key_is_no_secret_to_sign_with() -> None:
    """The classic confusion: what is public taken for what is shared."""
    public = private(KID).public_key()
    forms = [
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
    ]
    head, payload, _ = bearer(algorithm="HS256", key=b"x" * 64).removeprefix("Bearer ").split(".")
    for form in forms:
        signature = hmac.digest(form, f"{head}.{payload}".encode(), hashlib.sha256)
        forged = base64.urlsafe_b64encode(signature).rstrip(b"=").decode()
        with pytest.raises(Unverified):
            verified(f"Bearer {head}.{payload}.{forged}")


@pytest.mark.parametrize(
    "authorization",
    [
        "", "Bearer", "Bearer ", "Bearer a.b", "Bearer a.b.c.d", "bearer a.b.c", "Basic YTpi",
        "Bearer é.b.c", "Bearer a.b.c ", f"Bearer {'a' * 9_000}.b.c", "Bearer ..", "Bearer a.b.c\n",
        by_hand({"alg": "RS256", "kid": 1}), by_hand({"alg": "RS256"}), by_hand({}),
        by_hand(b"[]"), by_hand(b"null"), by_hand(b"{"), by_hand(b"\xff"), by_hand(b"[" * 5_000),
        by_hand({"alg": "RS256", "kid": KID}, b"[" * 1_000),
        by_hand({"alg": "RS256", "kid": KID, "alg ": "none"}),
        by_hand(b'{"alg": "none", "alg": "RS256", "kid": "k1"}'),
    ],
)  # fmt: skip
def test_a_header_that_holds_no_token_is_refused(authorization: str) -> None:
    """And none of it is repeated."""
    with pytest.raises(Unverified) as refused:
        verified(authorization)
    assert authorization.removeprefix("Bearer ").strip(" .") not in str(refused.value) or (
        len(authorization) < 12
    )


def test_clocks_may_differ_by_five_minutes() -> None:
    """Not by more."""
    assert verified(bearer(exp=NOW - LEEWAY + 1))
    assert verified(bearer(nbf=NOW + LEEWAY))


def test_a_token_is_good_for_its_own_service_and_channel() -> None:
    """An ending slash apart; a key that names no channel vouches for any."""
    claims = Claims(SERVICE, frozenset({"msteams"}))
    claims.check(SERVICE, "msteams")
    claims.check(SERVICE.rstrip("/"), "msteams")
    Claims(SERVICE, None).check(SERVICE, "msteams")
    for service, channel in (("https://autre.example/", "msteams"), (SERVICE, "webchat")):
        with pytest.raises(Forbidden):
            claims.check(service, channel)
    with pytest.raises(Forbidden):
        Claims(SERVICE, frozenset()).check(SERVICE, "msteams")


GOOD = bearer()


@given(st.text(max_size=200))
def test_any_text_is_refused_and_nothing_else_happens(text: str) -> None:
    """With the scheme before it or not."""
    for authorization in (text, f"Bearer {text}"):
        with pytest.raises(Unverified):
            verified(authorization)


@given(st.integers(7, len(GOOD) - 3), st.sampled_from("ABCXYZabcxyz019-_.="), st.integers(0, 3))
def test_a_token_that_is_changed_anywhere_is_refused(at: int, by: str, cut: int) -> None:
    """A letter replaced, put in, or some taken out; the last bits of a signature mean nothing."""
    changed = GOOD[:at] + by + GOOD[at + cut :]
    assume(changed != GOOD)
    with pytest.raises(Unverified):
        verified(changed)


@given(st.integers(0, len(GOOD) - 2), st.integers(0, 7))
def test_a_token_with_a_bit_flipped_is_refused(at: int, bit: int) -> None:
    """Its scheme and its dots as well; the last letter holds bits that mean nothing."""
    flipped = chr(ord(GOOD[at]) ^ 1 << bit)
    with pytest.raises(Unverified):
        verified(GOOD[:at] + flipped + GOOD[at + 1 :])


@given(st.lists(st.integers(0, 2), max_size=4).filter(lambda order: order != [0, 1, 2]))
def test_the_parts_of_a_token_have_one_order(order: list[int]) -> None:
    """Each of them once."""
    parts = GOOD.removeprefix("Bearer ").split(".")
    with pytest.raises(Unverified):
        verified("Bearer " + ".".join(parts[at] for at in order))


HEADER: dict[str, Any] = {"alg": "RS256", "kid": KID}
CLAIMS: dict[str, Any] = {"iss": ISSUER, "aud": APP_ID, "exp": NOW + 9, "serviceurl": SERVICE}


def rightly_signed(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """A token of anything at all, signed by the right key all the same."""
    told = [json.dumps(one).encode() for one in ({**HEADER, **header}, {**CLAIMS, **claims})]
    return f"Bearer {sealed(told[0], told[1])}"


def test_a_token_needs_no_more_than_what_is_asked_of_it() -> None:
    """Or what is refused below would prove nothing."""
    assert verified(rightly_signed({}, {})) == Claims(SERVICE, frozenset({"msteams"}))


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        ({"alg": ["RS256"]}, {}), ({"alg": "rs256"}, {}), ({"alg": "none"}, {}),
        ({"alg": None}, {}), ({"alg": "HS256"}, {}), ({"kid": None}, {}), ({"kid": [KID]}, {}),
        ({"kid": f"{KID} "}, {}), ({"crit": []}, {}), ({"crit": None}, {}), ({"b64": True}, {}),
        ({"crit": ["b64"], "b64": True}, {}), ({"crit": ["b64"], "b64": False}, {}),
        ({}, {"exp": None}), ({}, {"exp": float("-inf")}), ({}, {"exp": {}}), ({}, {"exp": ""}),
        ({}, {"nbf": None}), ({}, {"nbf": "1"}), ({}, {"nbf": True}), ({}, {"nbf": float("nan")}),
        ({}, {"nbf": [1]}), ({}, {"nbf": -(10**400)}), ({}, {"iss": f"{ISSUER}/"}),
        ({}, {"iss": [ISSUER]}), ({}, {"aud": f"{APP_ID} "}), ({}, {"aud": {APP_ID: 1}}),
        ({}, {"aud": True}), ({}, {"serviceurl": [SERVICE]}), ({}, {"SERVICEURL": SERVICE}),
    ],
)  # fmt: skip
def test_the_right_key_does_not_make_a_token_right(header: Any, claims: Any) -> None:
    """Each part of it must be as it is to be, and of its kind."""
    with pytest.raises(Unverified):
        verified(rightly_signed(header, claims))


@pytest.mark.parametrize(
    ("header", "payload"),
    [
        (json.dumps(HEADER).encode("utf-16"), json.dumps(CLAIMS).encode()),
        (b'{"x": ' + b"[" * 900 + b"]" * 900 + b', "alg": "RS256", "kid": "k1"}', b"{}"),
        (json.dumps(HEADER).encode(), json.dumps(CLAIMS).encode("utf-16")),
        *((json.dumps(HEADER).encode(), told) for told in (
            b"", b"[]", b"null", b"1", b"{", b"\xff", b'"\\ud800"', b"[" * 3_000, b'{"a":' * 900,
            b'{"exp": ' + b"9" * 5_000 + b"}", json.dumps(CLAIMS).encode() + b"x",
        )),
    ],
)  # fmt: skip
def test_what_is_rightly_signed_and_cannot_be_read_is_refused(
    header: bytes, payload: bytes
) -> None:
    """However deep, long or foreign; it is no failure of ours."""
    with pytest.raises(Unverified):
        verified(f"Bearer {sealed(header, payload)}")


@pytest.mark.parametrize(
    "around",
    [
        "{} ", " {}", "{}\n", "{},", "{} x", "{}, {}", "{}.", "{}=", "{}\0", "{}.e30", "Bearer {}",
        "{}é",
    ],
)  # fmt: skip
def test_a_good_token_is_refused_with_anything_around_it(around: str) -> None:
    """The header is one scheme and one token."""
    with pytest.raises(Unverified):
        verified(around.replace("{}", GOOD))


def test_the_scheme_is_written_in_one_way() -> None:
    """As the Bot Framework writes it, with one space."""
    bare = GOOD.removeprefix("Bearer ")
    for scheme in ("", "bearer ", "BEARER ", "Bearer  ", "Bearer\t", "Bearer", "Basic "):
        with pytest.raises(Unverified):
            verified(scheme + bare)


def test_a_token_of_more_than_eight_kilobytes_is_refused() -> None:
    """Whoever has signed it."""
    spare = 8_192 - len(rightly_signed({}, {"x": ""}))
    assert verified(rightly_signed({}, {"x": "a" * (spare * 3 // 4 - 3)}))
    with pytest.raises(Unverified):
        verified(rightly_signed({}, {"x": "a" * (spare * 3 // 4 + 3)}))


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"kid": "k" * 257}])
def test_no_key_is_looked_for_where_none_would_do(header: dict[str, Any]) -> None:
    """Microsoft is not asked for it either."""

    class Unasked(Known):
        async def find(self, kid: str) -> Key | None:
            raise AssertionError(kid)

    verifier = Verifier(APP_ID, Unasked(), lambda: NOW)  # type: ignore[arg-type]
    with pytest.raises(Unverified):
        asyncio.run(verifier.verified(rightly_signed(header, {})))


def test_a_token_cannot_bring_its_own_key() -> None:
    """Nor say where to fetch it."""
    header = {"jwk": published("un autre"), "jku": "https://autre.example", "x5c": ["AAAA"]}
    with pytest.raises(Unverified):
        verified(bearer(key=private("un autre"), header=header))


def test_the_signature_of_one_token_does_not_do_for_another() -> None:
    """Of the same key, at the same time."""
    head, _, signature = GOOD.split(".")
    payload = bearer(serviceurl="https://autre.example/").split(".")[1]
    with pytest.raises(Unverified):
        verified(f"{head}.{payload}.{signature}")


def test_one_slash_at_the_end_is_set_apart_and_nothing_else() -> None:
    """Neither two of them, nor capitals, nor what comes after."""
    claims = Claims("https://smba.example/emea", None)
    claims.check("https://smba.example/emea/", "msteams")
    for service in ("emea//", "Emea", "emea/x", "emea?", "emea#", " emea", ""):
        with pytest.raises(Forbidden):
            claims.check(f"https://smba.example/{service}", "msteams")


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
_header = st.dictionaries(st.sampled_from(["alg", "kid", "crit", "b64", "typ", "cty"]), _anything)
_claims = st.dictionaries(
    st.sampled_from(["iss", "aud", "exp", "nbf", "iat", "serviceurl", "serviceUrl"]), _anything
)


@given(_header, _claims)
def test_whatever_is_rightly_signed_is_believed_or_refused(
    header: dict[str, Any], claims: dict[str, Any]
) -> None:
    """Believed only where all that matters is what it was."""
    try:
        verified(rightly_signed(header, claims))
    except Unverified:
        return
    good = HEADER | CLAIMS
    told = good | header | claims
    assert all(told[name] == good[name] for name in ("alg", "kid", "iss", "aud"))
    assert not {"crit", "b64"} & header.keys()


def test_none_of_a_token_is_told_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Neither by the error, nor by what led to it."""
    caplog.set_level(logging.DEBUG)
    word = "zyzzogeton"
    shown = ""
    for authorization in (
        bearer(aud=word), bearer(exp=word), bearer(header={"kid": word}), bearer(iss=word),
        by_hand(word.encode()), by_hand(HEADER, word.encode()), word, f"Bearer {word}",
        rightly_signed({"alg": word}, {}), rightly_signed({"crit": [word]}, {}),
        f"Bearer {sealed(json.dumps(HEADER).encode(), word.encode())}",
    ):  # fmt: skip
        with pytest.raises(Unverified) as refused:
            verified(authorization)
        shown += str(refused.value) + "".join(traceback.format_exception(refused.value))
    assert word not in shown + caplog.text
