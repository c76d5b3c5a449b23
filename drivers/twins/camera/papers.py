"""Flat papers as they leave a printer: letters, forms, certificates, nearly empty and empty sheets, and identity cards.

Drawn with real Chinese text from a seed, so that a test knows what stands on a sheet. Nobody on a card exists: its
number ends in a character that no number has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Picture = NDArray[Any]

A4_MM: Final = (210.0, 297.0)
CARD_MM: Final = (85.6, 54.0)
CARD_RADIUS_MM: Final = 3.18
_FACES: Final = {
    "sans": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "serif": "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "bold": "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
}
_SIMPLIFIED: Final = 2
SENTENCES: Final = (
    "申请人应当对其申请材料实质内容的真实性负责。",
    "行政机关不得要求申请人提交与其申请的行政许可事项无关的技术资料和其他材料。",
    "申请材料齐全、符合法定形式的，应当受理行政许可申请。",
    "本人承诺以上所填内容真实、准确、完整，如有虚假，愿承担相应的法律责任。",
    "自受理之日起二十个工作日内作出决定，经批准可以延长十个工作日。",
    "办理结果可以到综合出件窗口领取，也可以选择邮寄送达。",
    "营业执照有效期届满需要延续的，应当在届满三十日前提出申请。",
    "委托他人代为办理的，应当提交授权委托书和代理人的身份证明。",
    "请携带原件到窗口核对，复印件须注明与原件一致并签名。",
    "房屋租赁合同、产权证明或者村民委员会出具的证明均可作为住所使用证明。",
    "企业名称由行政区划、字号、行业和组织形式依次组成。",
    "经营范围包括茶叶种植、加工和销售，普通货物道路运输，住宿服务。",
    "缴费单位应当自用工之日起三十日内为其职工办理社会保险登记。",
    "如对本决定不服，可以在收到之日起六十日内申请行政复议，也可以依法提起诉讼。",
    "咖啡豆烘焙车间总面积三百二十平方米，消防验收合格后方可投入使用。",
    "材料目录见背面；缺少的材料，工作人员应当一次性告知。",
    "联系电话发生变化时，请及时告知受理窗口，以免耽误通知。",
    "本通知书一式两份，申请人和受理机关各留存一份。",
    "不动产登记簿记载的事项错误的，权利人可以申请更正登记。",
    "道路施工期间，请沿指示标志绕行，注意安全。",
)
TITLES: Final = ("受理通知书", "个体工商户登记申请书", "授权委托书", "住所使用证明", "材料补正告知书", "收件凭证")
FIELDS: Final = (
    "姓名",
    "性别",
    "民族",
    "出生日期",
    "联系电话",
    "住所",
    "经营者",
    "从业人数",
    "资金数额",
    "备注",
    "字号",
    "电子邮箱",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A flat sheet or card: BGR, upright; `opaque` is 0 where a rounded corner is not there."""

    picture: Picture
    mm: tuple[float, float]
    kind: str
    opaque: Picture | None = None


@cache
def font(face: str, px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FACES[face], px, index=_SIMPLIFIED)


def sheet(random: np.random.Generator, kind: str, dpi: int = 200, *, landscape: bool = False) -> Paper:
    """An A4 sheet of a kind of `SHEETS`."""
    mm = (A4_MM[1], A4_MM[0]) if landscape else A4_MM
    tone = int(random.integers(238, 254))
    tint = random.integers(-4, 5, 3)
    colour = tuple(int(np.clip(tone + t, 225, 255)) for t in tint)
    image = Image.new("RGB", (round(mm[0] / 25.4 * dpi), round(mm[1] / 25.4 * dpi)), colour)
    SHEETS[kind](ImageDraw.Draw(image), random, dpi, image.size)
    return Paper(np.ascontiguousarray(np.asarray(image)[:, :, ::-1]), mm, kind)


def _letter(draw: ImageDraw.ImageDraw, random: np.random.Generator, dpi: int, size: tuple[int, int]) -> None:
    face, points = str(random.choice(["sans", "serif"])), float(random.uniform(11.5, 15))
    margin = round(random.uniform(18, 28) / 25.4 * dpi)
    y = _title(draw, random, dpi, size, margin)
    until = size[1] * random.uniform(0.45, 0.95)
    while y < until - margin:
        text = "　　" + "".join(random.choice(SENTENCES, random.integers(2, 5), replace=False))
        y = _paragraph(draw, text, face, round(points / 72 * dpi), (margin, y), size[0] - margin)
    last = "二〇二六年十一月二十七日"
    draw.text((size[0] - margin, y + dpi / 4), last, (20, 20, 20), font(face, round(points / 72 * dpi)), anchor="ra")


def _form(draw: ImageDraw.ImageDraw, random: np.random.Generator, dpi: int, size: tuple[int, int]) -> None:
    margin = round(random.uniform(8, 24) / 25.4 * dpi)
    y = _title(draw, random, dpi, size, margin)
    px = round(random.uniform(11, 13) / 72 * dpi)
    rows, columns = int(random.integers(9, 16)), 2
    high, wide = (size[1] - margin - y) / rows, (size[0] - 2 * margin) / columns
    for row in range(rows):
        top = y + row * high
        if random.random() < 0.25:
            draw.rectangle((margin, top, size[0] - margin, top + high), outline=(30, 30, 30), width=max(2, dpi // 90))
            _paragraph(
                draw, str(random.choice(SENTENCES)), "serif", px, (margin + px, top + px / 2), size[0] - margin - px
            )
            continue
        for column in range(columns):
            left = margin + column * wide
            draw.rectangle((left, top, left + wide, top + high), outline=(30, 30, 30), width=max(2, dpi // 90))
            draw.text((left + px / 2, top + high / 2), str(random.choice(FIELDS)), (20, 20, 20), font("sans", px), "lm")
            value = "".join(random.choice(list("普洱市思茅区振兴大道茶城城云南咖啡有限公司"), 6))
            draw.text((left + wide * 0.42, top + high / 2), value, (40, 40, 40), font("serif", px), "lm")


def _certificate(draw: ImageDraw.ImageDraw, random: np.random.Generator, dpi: int, size: tuple[int, int]) -> None:
    """A licence: a coloured ground with a broad frame inside of it, which looks like an edge."""
    margin = round(random.uniform(10, 18) / 25.4 * dpi)
    ground = [(250, 244, 226), (236, 246, 240), (250, 236, 236)][int(random.integers(3))]
    draw.rectangle(
        (margin, margin, size[0] - margin, size[1] - margin), fill=ground, outline=(196, 150, 70), width=dpi // 14
    )
    px = round(30 / 72 * dpi)
    draw.text((size[0] / 2, size[1] * 0.16), "营业执照", (170, 30, 30), font("bold", px), "mm")
    y = size[1] * 0.28
    for _ in range(int(random.integers(4, 7))):
        text = f"{random.choice(FIELDS)}：{random.choice(SENTENCES)}"
        y = _paragraph(draw, text, "serif", round(14 / 72 * dpi), (2 * margin, y), size[0] - 2 * margin) + dpi / 8
    middle, radius = (size[0] * 0.72, size[1] * 0.82), dpi * 0.8
    draw.ellipse(
        (middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius),
        outline=(214, 40, 40),
        width=dpi // 20,
    )
    draw.text(middle, "行政审批专用章", (214, 40, 40), font("bold", round(11 / 72 * dpi)), "mm")


def _sparse(draw: ImageDraw.ImageDraw, random: np.random.Generator, dpi: int, size: tuple[int, int]) -> None:
    """One line by hand on a sheet: little ink, and by no means blank."""
    at = (size[0] * random.uniform(0.12, 0.3), size[1] * random.uniform(0.1, 0.8))
    text = str(random.choice(SENTENCES))[: int(random.integers(8, 20))]
    draw.text(at, text, (40, 40, 70), font("serif", round(random.uniform(14, 18) / 72 * dpi)))


def _blank(draw: ImageDraw.ImageDraw, random: np.random.Generator, dpi: int, size: tuple[int, int]) -> None:
    """Nothing but a speck or two."""
    for _ in range(int(random.integers(0, 3))):
        x, y, r = random.uniform(0.1, 0.9) * size[0], random.uniform(0.1, 0.9) * size[1], dpi / 180
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(120, 120, 120))


SHEETS: Final[dict[str, Callable[[ImageDraw.ImageDraw, np.random.Generator, int, tuple[int, int]], None]]] = {
    "letter": _letter,
    "form": _form,
    "certificate": _certificate,
    "sparse": _sparse,
    "blank": _blank,
}


def _title(
    draw: ImageDraw.ImageDraw, random: np.random.Generator, dpi: int, size: tuple[int, int], margin: int
) -> float:
    px = round(random.uniform(20, 26) / 72 * dpi)
    draw.text((size[0] / 2, margin), str(random.choice(TITLES)), (15, 15, 15), font("bold", px), "ma")
    return margin + px * 2.2


def _paragraph(
    draw: ImageDraw.ImageDraw, text: str, face: str, px: int, at: tuple[float, float], right: float
) -> float:
    """Lines of full-width characters; a comma or stop may hang over. Returns the next line's y."""
    fits = max(1, int((right - at[0]) // px))
    lines: list[str] = []
    while text:
        take = fits + (len(text) > fits and text[fits] in "，。、；")
        lines.append(text[:take])
        text = text[take:]
    for number, line in enumerate(lines):
        draw.text((at[0], at[1] + number * px * 1.7), line, (20, 20, 20), font(face, px))
    return at[1] + len(lines) * px * 1.7


def card(random: np.random.Generator, side: str, dpi: int = 400) -> Paper:
    """A resident identity card that nobody holds; `side` is "front" (portrait) or "back" (emblem)."""
    wide, high = round(CARD_MM[0] / 25.4 * dpi), round(CARD_MM[1] / 25.4 * dpi)
    image = Image.new("RGB", (wide, high), [(222, 232, 236), (232, 226, 230), (214, 226, 230)][int(random.integers(3))])
    draw = ImageDraw.Draw(image)
    for y in range(-high // 8, high + high // 8, dpi // 20):
        wave = [(x, y + high / 12 * np.sin(x / wide * 9 + y / high * 3)) for x in range(0, wide + 8, 8)]
        draw.line(wave, fill=(206, 220, 226), width=2)
    (_card_front if side == "front" else _card_back)(draw, random, wide, high)
    shape = Image.new("L", (wide, high), 0)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, wide - 1, high - 1), CARD_RADIUS_MM / 25.4 * dpi, fill=255)
    return Paper(np.ascontiguousarray(np.asarray(image)[:, :, ::-1]), CARD_MM, f"card_{side}", np.asarray(shape).copy())


def _card_front(draw: ImageDraw.ImageDraw, random: np.random.Generator, wide: int, high: int) -> None:
    px = high // 14
    rows = (
        "姓名　茶小样",
        "性别　女　　民族　哈尼",
        "出生　1990年1月1日",
        "住址　云南省普洱市思茅区",
        "　　　样本路一号",
    )
    for number, row in enumerate(rows):
        draw.text((wide * 0.06, high * (0.1 + number * 0.135)), row, (30, 40, 60), font("sans", px))
    identity = f"公民身份号码　53080219900101{random.integers(0, 1000):03d}样"
    draw.text((wide * 0.06, high * 0.84), identity, (20, 20, 20), font("sans", px))
    left, top, right, low = wide * 0.64, high * 0.13, wide * 0.93, high * 0.74
    draw.rectangle((left, top, right, low), fill=(196, 206, 214))
    draw.ellipse((left + wide * 0.08, top + high * 0.08, right - wide * 0.08, top + high * 0.36), fill=(150, 110, 90))
    draw.rectangle((left + wide * 0.03, top + high * 0.38, right - wide * 0.03, low), fill=(50, 50, 70))
    draw.ellipse((left + wide * 0.07, top + high * 0.05, right - wide * 0.07, top + high * 0.2), fill=(30, 26, 24))


def _card_back(draw: ImageDraw.ImageDraw, random: np.random.Generator, wide: int, high: int) -> None:
    draw.ellipse(
        (wide * 0.07, high * 0.1, wide * 0.27, high * 0.44),
        fill=(200, 60, 50),
        outline=(180, 130, 40),
        width=wide // 90,
    )
    draw.text((wide * 0.62, high * 0.2), "中华人民共和国", (30, 30, 30), font("bold", high // 10), "mm")
    draw.text((wide * 0.62, high * 0.38), "居民身份证", (30, 30, 30), font("bold", high // 8), "mm")
    draw.text((wide * 0.28, high * 0.7), "签发机关　样本公安局", (30, 30, 30), font("sans", high // 14))
    draw.text(
        (wide * 0.28, high * 0.82),
        f"有效期限　20{random.integers(10, 25)}.01.01-长期",
        (30, 30, 30),
        font("sans", high // 14),
    )
