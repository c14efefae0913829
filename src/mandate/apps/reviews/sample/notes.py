"""The notes of a ward's secretary on the review of 2023, in two versions. All made up."""

from django.utils import timezone, translation

from mandate.apps.reviews.services import SaveNotes, save_notes
from mandate.apps.units.models import Unit
from mandate.core.period import Period
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of

WRITER, UNIT, PERIOD, LANGUAGE = "ward@demo.example", "W14755", "2023", "vi"

FIRST = {
    "summary": "Năm 2023 phong trào giữ vững, các phố đều nộp báo cáo đúng hạn.",
    "went_well": "- Vệ sinh môi trường\n- Văn nghệ quần chúng",
    "next_steps": "Họp với các phố trong tháng 1.",
}
SECOND = {
    "summary": "Năm 2023 phong trào **giữ vững**, hầu hết các phố nộp báo cáo đúng hạn.",
    "went_well": "- Vệ sinh môi trường\n- Văn nghệ quần chúng ở *tất cả* các phố",
    "went_badly": "> Thùng rác của chợ còn thiếu.\n\nÝ kiến này được nêu ở hai cuộc họp.",
    "next_steps": "1. Họp với các phố trong tháng 1.\n2. Sửa thùng rác của chợ:\n\n"
    "| Nơi | Số thùng |\n|---|--:|\n| Cổng chợ | 4 |\n| Nhà văn hóa | 2 |",
}


def write_notes() -> None:
    """What the secretary wrote, and wrote better."""
    actor = actor_of(User.objects.get(email=WRITER), timezone.now())
    unit, period = Unit.objects.get(code=UNIT), Period.parse(PERIOD)
    with translation.override(LANGUAGE):
        for seen, texts in enumerate((FIRST, SECOND)):
            save_notes(actor, SaveNotes(unit.pk, period, seen, texts))
