"""The demo province's people. All are made up: their numbers (0900 000 1xx) and addresses belong to nobody."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from backend.accounts.models import ConsentPurpose, Role, User


@dataclass(frozen=True)
class DemoPerson:
    """One account; `key` is how the demo's other parts ask for it."""

    key: str
    full_name: str
    role: Role
    phone: str | None = None
    email: str | None = None
    area_codes: tuple[str, ...] = ()


PEOPLE = (
    DemoPerson("citizen_a", "H'Linh Niê (dân thử nghiệm)", Role.CITIZEN, phone="+84900000101", area_codes=("24611",)),
    DemoPerson("citizen_b", "Trần Văn Thử", Role.CITIZEN, phone="+84900000102", area_codes=("24670", "24640")),
    DemoPerson("handler_a", "Nguyễn Thị Xử Lý", Role.OFFICER, email="xu.ly@demo.daknong.vn"),
    DemoPerson("handler_b", "Lê Văn Xử Lý", Role.OFFICER, email="xu.ly.2@demo.daknong.vn"),
    DemoPerson("editor", "Phạm Thị Biên Tập", Role.OFFICER, email="bien.tap@demo.daknong.vn"),
    DemoPerson("approver", "Y Bình Duyệt", Role.OFFICER, email="phe.duyet@demo.daknong.vn"),
    DemoPerson("administrator", "Quản Trị Viên", Role.ADMINISTRATOR, email="quan.tri@demo.daknong.vn"),
)

# slug, title, title_en, text, text_en
PURPOSES = (
    (
        "notifications_personal",
        "Thông báo cá nhân",
        "Personal notifications",
        (
            "Chúng tôi dùng tài khoản và thiết bị của bạn để gửi thông báo về hồ sơ và phản ánh của chính bạn. "
            "Rút lại bất cứ lúc nào; thông báo khẩn cấp chung vẫn được gửi."
        ),
        (
            "We use your account and device to notify you about your own dossiers and reports. "
            "Withdraw at any time; general emergency messages still arrive."
        ),
    ),
    (
        "location",
        "Vị trí",
        "Location",
        (
            "Ứng dụng đọc vị trí của bạn khi bạn gửi phản ánh hoặc tìm nơi gần nhất. "
            "Vị trí chỉ được lưu cùng phản ánh bạn gửi."
        ),
        (
            "The app reads your location when you send a report or look for the nearest office. "
            "It is stored only with a report that you send."
        ),
    ),
    (
        "phone_to_agency",
        "Chia sẻ số điện thoại với cơ quan xử lý",
        "Sharing your phone with the agency in charge",
        "Cơ quan đang xử lý phản ánh được xem số điện thoại của bạn để liên hệ khi cần làm rõ.",
        "The agency that works on your report may see your phone number to ask you about it.",
    ),
    (
        "statistics",
        "Thống kê sử dụng",
        "Usage statistics",
        "Chúng tôi đếm các màn hình bạn mở, không kèm tên hay số điện thoại, để cải thiện ứng dụng.",
        "We count the screens you open, without your name or phone number, to improve the app.",
    ),
    (
        "notice_receipts",
        "Xác nhận đã nhận thông báo",
        "Receipts of notices",
        (
            "Ứng dụng báo khi thiết bị của bạn hiện và khi bạn mở một thông báo, để biết cảnh báo có đến nơi không. "
            "Chúng tôi chỉ giữ các con số; thiết bị nào đã báo thì xóa sau 14 ngày."
        ),
        (
            "The app says when your device shows a notice and when you open it: so we know whether warnings arrive. "
            "We keep only the counts; which device said so is deleted after 14 days."
        ),
    ),
)


def load_accounts() -> dict[str, User]:
    """Make the demo people and the consent purposes where they are missing; people by key. Twice is once."""
    load_consent_purposes()
    return {person.key: _person(person) for person in PEOPLE}


def load_consent_purposes() -> None:
    """The purposes that citizens are asked about. A wording that exists is left as it is."""
    for order, (slug, title, title_en, text, text_en) in enumerate(PURPOSES, start=1):
        ConsentPurpose.objects.get_or_create(
            slug=slug,
            version=1,
            defaults={"title": title, "title_en": title_en, "text": text, "text_en": text_en, "order": order},
        )


def _person(person: DemoPerson) -> User:
    found = User.objects.filter(phone=person.phone) if person.phone else User.objects.filter(email=person.email)
    user = found.first()
    if user is not None:
        return user
    return User.objects.create_user(
        phone=person.phone,
        email=person.email,
        password=settings.DEMO_PASSWORD,
        full_name=person.full_name,
        role=person.role,
        area_codes=list(person.area_codes),
        phone_verified_at=timezone.now() if person.phone else None,
    )
