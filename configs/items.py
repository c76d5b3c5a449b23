"""Items (事项): what a citizen can come for, how it is found on a screen, its limits, papers and usual time.

Kinds and case kinds are stored by name: two national vocabularies number them differently, so only adapters convert.
"""

import re
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from .base import INITIALS, PINYIN, Distinct, Id, Line, Part, Wrong, refused
from .codes import item_code_wrong
from .hall import Span
from .text import Text


class Kind(StrEnum):
    """What an item is in law (事项类型, GB/T 39046-2020 A.1)."""

    PERMIT = "permit"
    PENALTY = "penalty"
    COERCION = "coercion"
    LEVY = "levy"
    PAYMENT = "payment"
    INSPECTION = "inspection"
    CONFIRMATION = "confirmation"
    REWARD = "reward"
    RULING = "ruling"
    OTHER_POWER = "other_power"
    PUBLIC_SERVICE = "public_service"


KIND_NAMES: dict[Kind, Text] = {
    Kind.PERMIT: Text(zh="行政许可", en="Administrative permit"),
    Kind.PENALTY: Text(zh="行政处罚", en="Administrative penalty"),
    Kind.COERCION: Text(zh="行政强制", en="Administrative coercion"),
    Kind.LEVY: Text(zh="行政征收", en="Administrative levy"),
    Kind.PAYMENT: Text(zh="行政给付", en="Administrative payment"),
    Kind.INSPECTION: Text(zh="行政检查", en="Administrative inspection"),
    Kind.CONFIRMATION: Text(zh="行政确认", en="Administrative confirmation"),
    Kind.REWARD: Text(zh="行政奖励", en="Administrative reward"),
    Kind.RULING: Text(zh="行政裁决", en="Administrative ruling"),
    Kind.OTHER_POWER: Text(zh="其他行政权力", en="Other administrative power"),
    Kind.PUBLIC_SERVICE: Text(zh="公共服务", en="Public service"),
}

Days = Annotated[int, Field(ge=1, le=3650)]
Count = Annotated[int, Field(ge=0, le=99)]


class Material(Part):
    """A paper that the item asks for (申请材料). GB/T 39046 gives the numbers two digits."""

    name: Text
    originals: Annotated[Count, Field(description="originals shown or handed in")] = 1
    copies: Annotated[Count, Field(description="copies handed in")] = 0
    required: Annotated[bool, Field(description="false: only in some cases")] = True


class Appointments(Part):
    """The slots of an item that can be booked. They follow one another through the hall's hours of each day."""

    slot_min: Annotated[int, Field(ge=5, le=240, description="minutes of one slot")] = 30
    places: Annotated[int, Field(ge=1, le=99, description="appointments that one slot takes")]
    hours: Annotated[
        tuple[Span, ...], Field(max_length=5, description="only within these hours; left out: all the hall's")
    ] = ()


def _code(code: str) -> str:
    if wrong := item_code_wrong(code):
        raise refused(Wrong(wrong))
    return code


class Item(Part):
    """One choice on the screen. A theme (高效办成一件事) is one choice over several departments."""

    id: Id
    department: Annotated[Id, Field(description="the department that handles it; of a theme, the one that leads")]
    theme: Annotated[bool, Field(description="true: 高效办成一件事, one choice over several departments")] = False
    joint_departments: Annotated[
        tuple[Id, ...],
        Distinct,
        Field(validate_default=True, max_length=20, description="of a theme: the other departments that take part"),
    ] = ()
    name: Annotated[Text, Field(description="official name")]
    short_name: Annotated[Text | None, Field(description="for small tiles and lists; null: the name")] = None
    pinyin: Annotated[str, Field(pattern=PINYIN, max_length=300, description="of the name, for search: she bao ka")]
    initials: Annotated[
        str, Field(pattern=INITIALS, max_length=100, description="first letters; left out: those of pinyin")
    ] = ""
    keywords: Annotated[tuple[Line, ...], Distinct, Field(max_length=20, description="other words people say")] = ()
    code: Annotated[
        Annotated[str, AfterValidator(_code)] | None,
        Field(description="实施编码: credit code 18 + level 1 + basic code 12, in quotes; null if there is none"),
    ] = None
    kind: Annotated[Kind, Field(strict=False)]
    case_kind: Annotated[
        Literal["immediate", "promised"], Field(description="immediate 即办件: at once; promised 承诺件: within days")
    ]
    legal_days: Annotated[Days | None, Field(description="working days by law; null if no law sets a limit")] = None
    promised_days: Annotated[
        Days | None, Field(validate_default=True, description="working days promised; only for promised items")
    ] = None
    materials: Annotated[tuple[Material, ...], Field(max_length=50)] = ()
    cost: Annotated[Text | None, Field(description="what is charged; null: free")] = None
    real_name: Annotated[bool, Field(description="true: a ticket needs an identity card")] = False
    daily_cap: Annotated[int | None, Field(ge=1, le=9999, description="tickets a day at most; null: no cap")] = None
    person_daily_limit: Annotated[
        int | None, Field(ge=1, le=99, description="tickets a person may take a day; only with real_name")
    ] = None
    appointments: Annotated[
        Appointments | None, Field(description="slots that can be booked; null: take a ticket when you come")
    ] = None
    service_min: Annotated[
        float, Field(gt=0, le=480, description="usual minutes at the window, until the hall has measured its own")
    ]
    wanted: Annotated[int | None, Field(ge=1, le=999, description="rank among the most wanted on the home screen")] = (
        None
    )

    @model_validator(mode="before")
    @classmethod
    def _initials_of_pinyin(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "initials" in data:
            return data
        pinyin = data.get("pinyin")
        if not isinstance(pinyin, str) or not re.match(PINYIN, pinyin):
            return data
        return {**data, "initials": "".join(syllable[0] for syllable in pinyin.split())}

    @field_validator("joint_departments")
    @classmethod
    def _only_themes_join(cls, joint: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        theme, lead = info.data.get("theme"), info.data.get("department")
        if theme is True and not joint:
            raise refused(Wrong("a theme needs the other departments that take part"))
        if theme is False and joint:
            raise refused(Wrong("only a theme has other departments (set theme: true, or take them out)"))
        if lead in joint:
            raise refused(Wrong(f"{lead} leads the theme already", (joint.index(lead),)))
        return joint

    @field_validator("promised_days")
    @classmethod
    def _promise_is_lawful(cls, promised: int | None, info: ValidationInfo) -> int | None:
        case_kind, legal = info.data.get("case_kind"), info.data.get("legal_days")
        if case_kind == "promised" and promised is None:
            raise refused(Wrong("a promised item must say within how many working days"))
        if case_kind == "immediate" and promised is not None:
            raise refused(Wrong("an immediate item is done at once and promises no days"))
        if promised and legal and promised > legal:
            raise refused(Wrong(f"{promised} days are more than the law allows ({legal})"))
        return promised

    @field_validator("person_daily_limit")
    @classmethod
    def _persons_are_known(cls, limit: int | None, info: ValidationInfo) -> int | None:
        if limit is not None and info.data.get("real_name") is False:
            raise refused(Wrong("a limit for each person needs real_name: true, since nobody is known otherwise"))
        return limit
