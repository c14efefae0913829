"""Papers of two of this year's reports: minutes, a picture, a list. All made up, and each says so."""

from collections.abc import Mapping
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.services import AttachPaper, attach_paper
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.documents.pdf import write_pdf
from mandate.platform.documents.value import (
    Cell,
    Column,
    Document,
    Items,
    Paragraph,
    Section,
    Signature,
    Signatures,
    Table,
)
from mandate.platform.i18n.formats import date_long, number
from mandate.platform.i18n.languages import text_in

WRITER, LANGUAGE = "ward@demo.example", "vi"
NOTICE = "Bản mẫu trình diễn: mọi nội dung đều là giả định."
COUNTED = ("families", "cultural_families", "flower_pots", "waste_bins")
RESOLVED = (
    "Thống nhất số liệu báo cáo năm như bảng dưới đây.",
    "Thay hai thùng rác hỏng ở cổng chợ trong quý I.",
    "Giao chi hội phụ nữ chăm sóc tuyến đường hoa.",
)
BINS = "Nơi đặt;Số thùng;Ghi chú\nCổng chợ;4;hai thùng cần thay\nNhà văn hóa;2;\nSân bóng;3;\n"
SIZE = (960, 640)


def attach_papers(actor: Actor, report: Report, figures: Mapping[str, int]) -> None:
    """What the secretary of the ward laid beside the figures (by indicator) of one of its streets."""
    writer = actor_of(User.objects.get(email=WRITER), actor.now)
    papers = {
        "Biên bản họp tổ dân phố (bản mẫu).pdf": write_pdf(_minutes(actor, report.unit, figures)),
        "Đường hoa (ảnh minh họa).jpg": _flower_road(),
        "Danh sách thùng rác (bản mẫu).csv": f"# {NOTICE}\n{BINS}".encode(),
    }
    for name, data in papers.items():
        attach_paper(writer, AttachPaper(report.pk, name, BytesIO(data)))


def _minutes(actor: Actor, unit: Unit, figures: Mapping[str, int]) -> Document:
    """The minutes in which a street agrees to its figures."""
    names = {one.code: text_in(one.names, LANGUAGE) for one in Indicator.objects.filter(code__in=COUNTED)}
    rows = tuple(
        (Cell(names[code]), Cell(number(figures[code], 0, LANGUAGE), number=figures[code]))
        for code in COUNTED
    )
    return Document(
        language=LANGUAGE,
        organisation="Mandate",
        eyebrow=text_in(Unit.objects.get(code=unit.code.partition("-")[0]).names, LANGUAGE),
        name=text_in(unit.names, LANGUAGE),
        title="Biên bản họp tổ dân phố",
        standing=f"Họp {date_long(actor.today, LANGUAGE)} tại nhà văn hóa.",
        notice=NOTICE,
        sections=(
            Section("Nội dung thống nhất", (Items(tuple((Paragraph(line),) for line in RESOLVED), first=1),)),
            Section("Số liệu", (Table((Column("Chỉ tiêu", "text", 3), Column("Số lượng", "number")), rows),)),
            Section(
                "", (Signatures((Signature("Chủ trì", "Hoàng Thị Lan"), Signature("Thư ký", "Đỗ Văn Minh"))),)
            ),
        ),
    )


def _flower_road() -> bytes:
    """A picture, like a photograph, of a road between flowers."""
    wide, high = SIZE
    picture = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(picture)
    for line in range(high):
        sky, grass = (150 + line // 6, 190 + line // 9, 230), (84 + line // 40, 136 - line // 40, 72)
        draw.line((0, line, wide, line), sky if line < high // 2 else grass)
    draw.polygon(
        (wide * 0.47, high // 2, wide * 0.53, high // 2, wide * 0.85, high, wide * 0.15, high), "darkgray"
    )
    for step in range(1, 26):
        far = (step / 25) ** 2  # 0 at the horizon, 1 at the reader's feet
        y, apart, size = high * (0.5 + far / 2), wide * (0.04 + far * 0.4), 2 + far * 26
        for side in (-1, 1):
            x = wide / 2 + side * apart
            draw.ellipse((x - size, y - size, x + size, y + size / 2), "darkolivegreen")
            for flower, colour in enumerate(("palevioletred", "gold", "coral")):
                at = x + (flower - 1) * size * 0.6
                draw.ellipse((at - size / 3, y - size, at + size / 3, y - size / 3), colour)
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    label = "Demonstration: drawn by a program"
    ImageDraw.Draw(picture).text((24, 20), label, "darkslategray", ImageFont.load_default(22))
    out = BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()
