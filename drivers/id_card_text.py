"""What stands on a card: the 256 bytes of text that a reader gives, as fields, and what may be said of a person.

The text (GA 450, GA/T 1012; UTF-16LE, padded with spaces): at offset/bytes, by the flag at 248/2.

                   resident   J Hong Kong, Macao, Taiwan   I foreigner, old   Y foreigner, 2023
    name           0/30       0/30                         158/30 (Chinese)   0/30 (Chinese)
    English name                                           0/120              52/70 and on at 220/22
    sex            30/2       30/2                         120/2              30/2
    nation         32/4
    birth          36/16      36/16                        220/16             36/16
    address        52/70      52/70
    number         122/36     122/36                       122/30             122/36
    issuer         158/30     158/30                       240/8 (agency)
    from, until    188/16     204/16 (the same in all four; until may be 长期, without limit)
    pass number               220/18
    issues                    238/4                                           32/4
    country                                                152/6              242/6
    version                                                236/4
    earlier                                                                   250/6 (no text)

The number (GB 11643): 17 digits and a check character, ISO 7064 MOD 11-2; J begins with 81, 82 or 83, Y with 9 (that Y
has the same check character is inferred: option `check_2023`). The old foreigner number is three letters and twelve
digits and is checked for nothing else.

The rules it keeps, and why:
- The flag is looked at before anything is decoded: all layouts share one block, and a wrong one makes nonsense of it. A
  flag that is not known is no card of ours.
- Control characters never come out of a card: what is shown, printed and sent on is text.
- No error and no repr here says anything of a person.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

Kind = Literal["resident", "hmt", "foreigner", "foreigner_2023"]
Sex = Literal["male", "female"]
NumberForm = Literal["hash", "masked", "number"]
PersonForm = Literal["none", "name_masked", "full"]
Fields = Mapping[str, str]

TEXT_BYTES: Final = 256
FLAG_AT: Final = slice(248, 250)
KINDS: Final[Mapping[bytes, Kind]] = {
    b" \0": "resident",
    b"\0\0": "resident",
    b"J\0": "hmt",
    b"I\0": "foreigner",
    b"Y\0": "foreigner_2023",
}
_DATES: Final[dict[str, tuple[int, ...]]] = {"from": (188, 16), "until": (204, 16)}
_RESIDENT: Final[dict[str, tuple[int, ...]]] = {
    "name": (0, 30), "sex": (30, 2), "birth": (36, 16), "address": (52, 70), "number": (122, 36), "issuer": (158, 30),
    **_DATES,
}  # fmt: skip
LAYOUTS: Final[Mapping[Kind, Mapping[str, tuple[int, ...]]]] = {
    "resident": {**_RESIDENT, "nation": (32, 4)},
    "hmt": {**_RESIDENT, "pass_number": (220, 18), "issues": (238, 4)},
    "foreigner": {
        "english_name": (0, 120), "sex": (120, 2), "number": (122, 30), "country": (152, 6), "name": (158, 30),
        **_DATES, "birth": (220, 16), "version": (236, 4), "issuer": (240, 8),
    },
    "foreigner_2023": {
        "name": (0, 30), "sex": (30, 2), "issues": (32, 4), "birth": (36, 16), "english_name": (52, 70, 220, 22),
        "number": (122, 36), **_DATES, "country": (242, 6),
    },
}  # fmt: skip
"""Offset and bytes, and offset and bytes of the rest where a field goes on elsewhere."""
SEXES: Final[Mapping[str, Sex]] = {"1": "male", "2": "female"}
"""0 is unknown and 9 not said: neither is told."""
_NATIONS: Final = """
汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇
柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京
塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺
"""
NATIONS: Final[Mapping[str, str]] = {
    **{f"{number:02d}": name for number, name in enumerate(_NATIONS.split(), 1)},
    "97": "其他",
    "98": "外国血统入籍",
}
"""GB/T 3304, by the two digits on the card."""
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "10X98765432"
AGES: Final = ((18, "0-17"), (36, "18-35"), (60, "36-59"), (70, "60-69"))
"""Up to which age, what is said of it: so coarse that nobody is known by it."""
OLDEST: Final = "70+"
NO_LIMIT: Final = "长期"
_CONTROLS: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF))


@dataclass(frozen=True, slots=True)
class Details:
    """What stands on the card, where the options let it leave. A field that the kind of card lacks is empty."""

    nation: str = field(default="", repr=False)
    birth: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    """The newest, where the card has one, else the printed one."""
    english_name: str = field(default="", repr=False)
    country: str = field(default="", repr=False)
    issuer: str = field(default="", repr=False)
    pass_number: str = field(default="", repr=False)
    issues: str = field(default="", repr=False)
    since: str = field(default="", repr=False)
    until: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Card:
    """What leaves the driver of a card that was read. Its repr is empty: it may end up in a log."""

    kind: Kind = field(repr=False)
    number: str = field(repr=False)
    """As the options say: a keyed hash (64 hex digits), masked, or the number itself."""
    sex: Sex | None = field(repr=False)
    age: str | None = field(repr=False)
    expired: bool | None = field(repr=False)
    """None: the card does not say until when it is good."""
    name: str = field(default="", repr=False)
    details: Details | None = field(default=None, repr=False)


def clean(data: bytes) -> str:
    """UTF-16LE as a line of text: no padding, no control characters."""
    return data.decode("utf-16-le", "replace").translate(_CONTROLS).strip(" \u3000")


def kind_of(text: bytes) -> Kind | None:
    """By the flag alone; None: a card that we do not know."""
    return KINDS.get(bytes(text[FLAG_AT])) if len(text) == TEXT_BYTES else None


def fields_of(text: bytes, kind: Kind) -> dict[str, str]:
    """The 256 bytes by the layout of that kind."""
    return {
        name: clean(b"".join(text[at : at + size] for at, size in zip(place[::2], place[1::2], strict=True)))
        for name, place in LAYOUTS[kind].items()
    }


def check_character(first_17: str) -> str:
    """ISO 7064 MOD 11-2 over 17 digits."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True)) % 11]


def is_number(number: str, kind: Kind, *, check_2023: bool = True) -> bool:
    """Whether the number can be one on a card of that kind."""
    if not number.isascii():
        return False
    if kind == "foreigner":
        return len(number) == 15 and number[:3].isalpha() and number[3:].isdigit()
    if len(number) != 18 or not number[:17].isdigit():
        return False
    if kind == "hmt" and number[:2] not in ("81", "82", "83"):
        return False
    if kind == "foreigner_2023" and number[0] != "9":
        return False
    if kind == "foreigner_2023" and not check_2023:
        return number[17] in CHECKS
    return check_character(number[:17]) == number[17]


def day_of(text: str) -> date | None:
    """YYYYMMDD; None where it is no day."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def age_band(birth: date | None, today: date) -> str | None:
    """In full years; who is born on 29 February turns older on 1 March. None: no day, or one to come."""
    if birth is None or birth > today:
        return None
    years = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    return next((band for below, band in AGES if years < below), OLDEST)


def expired(until: str, today: date) -> bool | None:
    """The last day still counts."""
    if until == NO_LIMIT:
        return False
    day = day_of(until)
    return None if day is None else day < today


def masked_number(number: str) -> str:
    """530***********6520"""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def masked_name(name: str) -> str:
    """The first character; how long the name is, is not said."""
    return f"{name[0]}**" if name else ""


def hashed(number: str, key: bytes) -> str:
    """HMAC-SHA-256 in hex: whoever has not the key cannot search the few possible numbers."""
    return hmac.digest(key, number.encode(), "sha256").hex()


def shown(
    fields: Fields, kind: Kind, newest: str, today: date, number: NumberForm, person: PersonForm, key: bytes
) -> Card:
    """What leaves the driver. `newest` is the newest address or empty; `key` is used for a hash only."""
    forms = {"hash": lambda: hashed(fields["number"], key), "masked": lambda: masked_number(fields["number"])}
    name = fields["name"] or fields.get("english_name", "")
    return Card(
        kind,
        forms.get(number, lambda: fields["number"])(),
        SEXES.get(fields["sex"]),
        age_band(day_of(fields["birth"]), today),
        expired(fields["until"], today),
        {"none": "", "name_masked": masked_name(name), "full": name}[person],
        _details(fields, newest) if person == "full" else None,
    )


def _details(fields: Fields, newest: str) -> Details:
    def of(name: str) -> str:
        return fields.get(name, "")

    return Details(
        nation=NATIONS.get(of("nation"), ""),
        birth=of("birth"),
        address=newest or of("address"),
        english_name=of("english_name"),
        country=of("country"),
        issuer=of("issuer"),
        pass_number=of("pass_number"),
        issues=of("issues"),
        since=of("from"),
        until=of("until"),
    )
