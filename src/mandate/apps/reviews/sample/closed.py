"""Reviews that are closed: of 2022 those of the city and of some wards, of 2023 those of the same wards. All
made up."""

from django.utils import translation

from mandate.apps.accounts.sample.staff import address
from mandate.apps.reviews.services import CloseReview, SaveNotes, close_review, save_notes
from mandate.apps.units.models import Unit
from mandate.apps.units.sample import CITY
from mandate.core.period import Period
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of

LANGUAGE = "vi"
WARDS = ("W14758", "W14761")
CLOSED = (*((ward, "2022") for ward in WARDS), *((ward, "2023") for ward in WARDS), (CITY, "2022"))


def close_reviews(actor: Actor) -> None:
    """What the secretaries wrote, and closed."""
    units = dict(Unit.objects.values_list("code", "pk"))
    for unit, code in CLOSED:
        secretary = actor_of(User.objects.get(email=address(unit, Role.SECRETARY)), actor.now)
        period = Period.parse(code)
        with translation.override(LANGUAGE):
            save_notes(secretary, SaveNotes(units[unit], period, 0, _notes(code)))
            close_review(secretary, CloseReview(units[unit], period, 1))


def _notes(year: str) -> dict[str, str]:
    return {
        "summary": f"Năm {year} phần lớn chỉ tiêu đạt kế hoạch. *Nội dung bản mẫu.*",
        "went_well": "- Vệ sinh môi trường\n- Xây dựng gia đình văn hóa",
        "went_badly": "Một số phố báo cáo chậm, số liệu phải đối chiếu lại.",
        "next_steps": "1. Nhắc các phố trước hạn.\n2. Kiểm tra số liệu ngay khi nhận báo cáo.",
    }
